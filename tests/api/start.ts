import { setTimeout as sleep } from "node:timers/promises";
import { grantTables } from "../conformance/testing/granted.ts";
import { protectedDatabase } from "../conformance/testing/protected-database.ts";
import { buildBackend, startBackend } from "./backend-process.ts";

/** How long the backend takes until it is ready, and the memory that it uses when nobody asks anything. */
export async function measureStart(starts = 5): Promise<string[]> {
  const made = await protectedDatabase({ docker: [], settings: [] });
  try {
    await grantTables(made);
    await buildBackend();
    const ready: number[] = [];
    const memory: number[] = [];
    for (let n = 0; n < starts; n += 1) {
      const backend = await startBackend(made.server);
      ready.push(backend.readyAfter);
      await sleep(10_000);
      memory.push(backend.memory());
      await backend.stop();
    }
    const list = (values: number[], digits: number) =>
      values.map((value) => value.toFixed(digits)).join(", ");
    return [
      `start to ready, ms: ${list(ready, 0)} (goal 2000)`,
      `memory 10 s later, MiB: ${list(memory, 0)} (goal 120)`,
    ];
  } finally {
    await made.server.stop();
  }
}
