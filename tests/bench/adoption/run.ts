import { adopt } from "../../../cli/adoption/adopt.ts";
import type { Server } from "../../../cli/database/server.ts";
import { installInterrupt, unlessInterrupted } from "../../../cli/terminal/interrupt.ts";
import { createProgress } from "../../../cli/terminal/progress.ts";

/** Imports a dump into a container's server, as the launcher does: `node run.ts CONTAINER FILE`. */
const [container = "", file = ""] = process.argv.slice(2);
const server: Server = { container, stanza: "none", docker: (args) => ({ file: "docker", args: [...args] }) };
installInterrupt();
const progress = createProgress({ total: 5 });
try {
  const { tables } = await adopt(server, file, {}, progress);
  process.stdout.write(`${JSON.stringify(tables.map(({ table, rows }) => [table, rows]))}\n`);
} catch (error) {
  await unlessInterrupted();
  throw error;
} finally {
  progress.close();
}
