import { renameSync, writeFileSync } from "node:fs";

/** Writes a file in one go: a reader sees the old content or the new, never half of it. */
export function writeAtomically(file: string, content: string, mode = 0o600): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode });
  renameSync(draft, file);
}
