import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeAtomically } from "./write-atomically.ts";

test("a folder that is not there yet is made, for its owner alone", () => {
  const scratch = mkdtempSync(join(tmpdir(), "tovplay-write-"));
  const folder = join(scratch, 'ünïcode "q" folder', "tovplay");
  try {
    writeAtomically(join(folder, "images.json"), "{}\n");
    expect(readFileSync(join(folder, "images.json"), "utf8")).toBe("{}\n");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
