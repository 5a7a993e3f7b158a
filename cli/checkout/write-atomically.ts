import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes a file in one go: a reader sees the old content or the new, never half of it. Makes its folder, which is the owner's alone. */
export function writeAtomically(file: string, content: string, mode = 0o600): void {
  const draft = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(draft, content, { mode });
  renameSync(draft, file);
}
