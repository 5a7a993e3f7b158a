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

  test("are a pile that some image there really has, and no longer one is", () => {
    fc.assert(
      fc.property(layers, fc.array(layers), (image, chains) => {
        const shared = sharedLayers(image, chains);
        const has = (pile: string[]) =>
          chains.some((chain) => pile.every((layer, at) => chain[at] === layer));
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

describe("where sending goes on", () => {
  test.each([
    ["the beginning, on a new host", [], 0],
    ["the end of what is there", [["d", 40e6]], 40e6],
    ["the beginning, when more is there than there is to send", [["d", 100e6]], 0],
    ["the beginning, when it is another file's part", [["e", 40e6]], 0],
  ] as const)("is %s", (_, parts, offset) => {
    expect(offsetOf(piece, new Map(parts))).toBe(offset);
  });

  test("is nowhere for a file that is whole there", () => {
    expect(unsent([piece], state)).toEqual([piece]);
    expect(unsent([piece], { ...state, pieces: new Map([["d", 100e6]]) })).toEqual([]);
    expect(unsent([piece], { ...state, pieces: new Map([["d", 99e6]]) })).toEqual([piece]);
  });
});

describe("room for an image", () => {
  const on = (transfer: number, engine: number, more: Partial<HostState> = {}): HostState => ({
    ...state,
    transferSpace: { mount: "/var/lib/tovplay", bytes: transfer },
    engineSpace: { mount: "/var/lib/docker", bytes: engine },
    ...more,
  });
  test.each([
    ["one disk that holds what arrives, its copy and the layers", state, undefined],
    [
      "one disk that is too small for all of them",
      { ...state, transferSpace: { mount: "/", bytes: 500e6 }, engineSpace: { mount: "/", bytes: 500e6 } },
      "/ has 500.0 MB free and 564.0 MB are needed",
    ],
    ["two disks that hold their parts", on(164e6, 464e6), undefined],
    [
      "a full disk for transfers",
      on(163e6, 464e6),
      "/var/lib/tovplay has 163.0 MB free and 164.0 MB are needed",
    ],
    [
      "a full disk of the engine",
      on(164e6, 463e6),
      "/var/lib/docker has 463.0 MB free and 464.0 MB are needed",
    ],
    ["a disk that has most of it already", on(74e6, 464e6, { parts: new Map([["d", 90e6]]) }), undefined],
    [
      "containerd's store, which keeps the packed layers too",
      on(1e9, 600e6, { store: "containerd" }),
      "/var/lib/docker has 600.0 MB free and 664.0 MB are needed",
    ],
  ])("is judged for %s", (_, host, lack) => {
    expect(lackOfSpace([piece], host)).toBe(lack);
  });
});
