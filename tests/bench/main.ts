import { change } from "./change.ts";
import { memory } from "./memory.ts";
import { operations } from "./operations.ts";

/** Prints the figures of docs/measurements.md that the running local stack can be asked for; takes about three minutes. */
const parts = { operations: () => operations(3), memory, change };

for (const [name, measure] of Object.entries(parts)) {
  if (process.argv.length > 2 && !process.argv.includes(name)) continue;
  process.stdout.write(`${(await measure()).join("\n")}\n`);
}
