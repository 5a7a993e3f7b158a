import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { requireEngineSpace, requireSpace } from "./space.ts";

test("requireSpace refuses too little space with the figures and the folder", async () => {
  await expect(requireSpace(tmpdir(), 1e9, "the images")).rejects.toThrow(
    /Not enough disk space for the images in .*: [\d.]+ GB free, 1000000000 GB needed; free some space/,
  );
});

test("requireSpace accepts enough space and an engine's folder on another machine", async () => {
  await requireSpace(tmpdir(), 0, "nothing");
  await requireEngineSpace("/nowhere/on/this/machine", 1e9, "the images");
});
