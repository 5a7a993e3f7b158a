import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";

/** What has to survive a restart, as JSON in a file of its own. */
export interface StateFile<Value> {
  /** What was written last; undefined when there is none, or it cannot be read. */
  read(): Value | undefined;
  /** Replaces it as a whole. @throws when the disk refuses */
  write(value: Value): void;
}

/** A state file. One that holds something else counts as absent: the guardian watches on, whatever is in its folder. */
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
