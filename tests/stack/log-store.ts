import { findLines } from "../../cli/logs/store/find-lines.ts";
import { inspectContainers } from "../../cli/stack/containers.ts";
import { logStoreAmong } from "../../cli/stack/log-store.ts";

/** The log store of the deployed stack. */
export async function deployedLogStore() {
  const store = logStoreAmong(await inspectContainers());
  if (store) return store;
  throw new Error("the stack runs no log store; bring it up with its profile monitoring");
}

/** Lines of the last ten minutes that contain `text`, by service. */
export async function linesWith(text: string): Promise<Map<string, string[]>> {
  const question = { text, since: new Date(Date.now() - 600_000), limit: 50 };
  const lines = await findLines(await deployedLogStore(), question);
  return new Map(
    lines.map(({ service }) => [
      service,
      lines.filter((line) => line.service === service).map((line) => line.text),
    ]),
  );
}
