import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { requireEngineSpace, requireSpace } from "./space.ts";

test("too little space is refused with the figures and the folder", async () => {
  await expect(requireSpace(tmpdir(), 1e9, "the images")).rejects.toThrow(
    /Too little space on the disk of .*: [\d.]+ GB are free, 1000000000 GB are needed for the images; make room/,
  );
});

test("enough space is no obstacle, nor is an engine's folder that lies on another machine", async () => {
  await requireSpace(tmpdir(), 0, "nothing");
  await requireEngineSpace("/nowhere/on/this/machine", 1e9, "the images");
});
