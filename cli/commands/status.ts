import type { Command } from "commander";
import { logStoreNames } from "../../infra/monitoring/log-store-kinds.ts";
import { dockerHere, type Leftover, leftoverNames, listLeftovers } from "../checkout/leftovers.ts";
import type { RunningLogStore } from "../logs/store/find-lines.ts";
import { dockerFailure, examineDocker } from "../machine/docker.ts";
import { inspectContainers, memoryUse } from "../stack/containers.ts";
import { logStoreAmong } from "../stack/log-store.ts";
import { isWell, nameOf, type Service, serviceOf, statusRows } from "../stack/services.ts";
import { exitCodes, Failure } from "../terminal/exit.ts";
import { formatTable } from "../terminal/table.ts";

/** Every service of the local stack, and which of them keeps the logs. */
async function examineStack() {
  const containers = await inspectContainers();
  const running = containers.filter(({ State }) => State.Status === "running").map(nameOf);
  const memory = await memoryUse(running);
  const services = containers.map((container) => serviceOf(container, memory));
  return { services, logStore: logStoreAmong(containers) };
}

function asText(services: readonly Service[], logStore: RunningLogStore | null): string {
  const used = services.reduce((sum, { memoryUsed }) => sum + (memoryUsed ?? 0), 0);
  const well = services.filter(isWell).length;
  const total = `${well} of ${services.length} healthy, ${Math.round(used / 1024 ** 2)} MiB in use`;
  const logs = logStore ? `Logs are kept by ${logStoreNames[logStore.kind]}, ${logStore.url}\n` : "";
  return `${formatTable(statusRows(services, Date.now()))}\n\n${total}\n${logs}`;
}

function leftoverText(leftovers: readonly Leftover[]): string {
  return `Left over from a killed run: ${leftoverNames(leftovers)}; './tovrun doctor --fix' removes it.\n`;
}

async function status(options: { json?: boolean }): Promise<void> {
  const [{ services, logStore = null }, leftovers] = await Promise.all([
    examineStack(),
    listLeftovers(dockerHere),
  ]);
  const running = services.length > 0;
  const healthy = running && services.every(isWell);
  if (!healthy) process.exitCode = exitCodes.unhealthy.code;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ running, healthy, services, logStore, leftovers }, null, 2)}\n`);
    return;
  }
  if (leftovers.length > 0) process.stderr.write(leftoverText(leftovers));
  if (running) {
    process.stdout.write(asText(services, logStore));
    return;
  }
  const docker = await examineDocker();
  if (docker.kind !== "answers") throw dockerFailure(docker, "unhealthy");
  throw new Failure("unhealthy", "the stack is down; bring it up with ./tovrun up");
}

export function configure(command: Command): void {
  command
    .description(
      "Shows every service of the local stack: health, memory, ports and image. Also names containers that a killed restore or adoption left behind.",
    )
    .option(
      "--json",
      "as JSON: {running, healthy, services: [{name, state, health, memoryUsed, …}], logStore: {kind, url}, leftovers: [{name, purpose, …}]}, bytes and ISO times",
    )
    .addHelpText(
      "after",
      `\nExit code ${exitCodes.ok.code}: all healthy; ${exitCodes.unhealthy.code}: something is not.`,
    )
    .action(status);
}
