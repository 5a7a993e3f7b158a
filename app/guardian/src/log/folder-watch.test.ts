import { appendFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { watchFolder } from "./folder-watch.ts";

test("a line that is appended to a file of the folder is a change", async () => {
  const folder = mkdtempSync(join(tmpdir(), "watched-"));
  writeFileSync(join(folder, "a.json"), "");
  const changed = vi.fn();
  const end = watchFolder(folder, changed);
  appendFileSync(join(folder, "a.json"), "line\n");
  await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  end();
});

test("a folder that is not there never changes", () => {
  expect(watchFolder("/nonexistent", () => undefined)).toBeTypeOf("function");
});
