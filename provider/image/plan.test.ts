import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HostState } from "./host-state.ts";
import { lackOfSpace, offsetOf, type Piece, sharedLayers, unsent } from "./plan.ts";

const layers = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 6 });

describe("the layers that a host has", () => {
  test.each([
    ["nothing on a new host", ["a", "b"], [], 0],
    ["all of the same image", ["a", "b"], [["a", "b"]], 2],
    ["all of an image with more on top", ["a", "b"], [["a", "b", "c"]], 2],
    ["the common base", ["a", "b", "c"], [["a", "b", "d"]], 2],
    ["the longest of several", ["a", "b", "c"], [["x"], ["a"], ["a", "b"]], 2],
    ["nothing of a layer on another base", ["a", "b"], [["c", "b"]], 0],
  ])("are %s", (_, image, chains, count) => {
    expect(sharedLayers(image, chains)).toBe(count);
  });

  test("are the longest run that an image there has", () => {
    fc.assert(
      fc.property(layers, fc.array(layers), (image, chains) => {
        const shared = sharedLayers(image, chains);
        const has = (run: string[]) => chains.some((chain) => run.every((layer, at) => chain[at] === layer));
        expect(shared === 0 || has(image.slice(0, shared))).toBe(true);
        expect(shared === image.length || !has(image.slice(0, shared + 1))).toBe(true);
      }),
    );
  });
});

const piece: Piece = { digest: "d", bytes: 300e6, compressed: 100e6 };
const state: HostState = {
  version: "26.1.5",
  architecture: "amd64",
  store: "classic",
  transferSpace: { mount: "/", bytes: 1e9 },
  engineSpace: { mount: "/", bytes: 1e9 },
  chains: [],
  blobs: new Set(),
  pieces: new Map(),
  parts: new Map(),
};

describe("the offset where sending resumes", () => {
  test.each([
    ["the start, on a new host", [], 0],
    ["the end of the received part", [["d", 40e6]], 40e6],
    ["the start, when the received part is too long", [["d", 100e6]], 0],
    ["the start, when the part belongs to another file", [["e", 40e6]], 0],
  ] as const)("is %s", (_, parts, offset) => {
    expect(offsetOf(piece, new Map(parts))).toBe(offset);
  });

  test("is not needed for a completely received file", () => {
    expect(unsent([piece], state)).toEqual([piece]);
    expect(unsent([piece], { ...state, pieces: new Map([["d", 100e6]]) })).toEqual([]);
    expect(unsent([piece], { ...state, pieces: new Map([["d", 99e6]]) })).toEqual([piece]);
  });
});

describe("disk space for an image", () => {
  const on = (transfer: number, engine: number, more: Partial<HostState> = {}): HostState => ({
    ...state,
    transferSpace: { mount: "/var/lib/tovplay", bytes: transfer },
    engineSpace: { mount: "/var/lib/docker", bytes: engine },
    ...more,
  });
  test.each([
    ["one disk with enough space for files, copy and layers", state, undefined],
    [
      "one disk that is too small",
      { ...state, transferSpace: { mount: "/", bytes: 500e6 }, engineSpace: { mount: "/", bytes: 500e6 } },
      "/ has 500.0 MB free but needs 564.0 MB",
    ],
    ["two disks with enough space", on(164e6, 464e6), undefined],
    ["a full disk for transfers", on(163e6, 464e6), "/var/lib/tovplay has 163.0 MB free but needs 164.0 MB"],
    ["a full disk for the engine", on(164e6, 463e6), "/var/lib/docker has 463.0 MB free but needs 464.0 MB"],
    ["a disk with most of the files already", on(74e6, 464e6, { parts: new Map([["d", 90e6]]) }), undefined],
    [
      "containerd's store, which also keeps compressed layers",
      on(1e9, 600e6, { store: "containerd" }),
      "/var/lib/docker has 600.0 MB free but needs 664.0 MB",
    ],
  ])("is checked for %s", (_, host, lack) => {
    expect(lackOfSpace([piece], host)).toBe(lack);
  });
});
