import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";

/** A JSON file with state that must survive a restart. */
export interface StateFile<Value> {
  /** The last value written; undefined when there is none or it is unreadable. */
  read(): Value | undefined;
  /** Replaces the file atomically. @throws when the disk refuses */
  write(value: Value): void;
}

/** A state file. A damaged one counts as missing, so that the guardian runs whatever its folder contains. */
export function stateFile<Value>(
  directory: string,
  name: string,
  schema: z.ZodType<Value>,
): StateFile<Value> {
  const path = join(directory, `${name}.json`);
  return {
    read() {
      try {
        return schema.safeParse(JSON.parse(readFileSync(path, "utf8"))).data;
      } catch {
        return undefined;
      }
    },
    write(value) {
      writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}
