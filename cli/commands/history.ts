import type { Command } from "commander";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { deployedHosts } from "../hosts/connections.ts";
import { type HistoryLine, readHistory } from "../hosts/history.ts";
import { hostStack } from "../hosts/stacks.ts";
import { formatTable } from "../terminal/table.ts";

const images = (line: HistoryLine): string => {
  const all = Object(line.release?.appImages) as Record<string, unknown>;
  return Object.entries(all)
    .map(([name, id]) => `${name} ${String(id).replace("sha256:", "").slice(0, 12)}`)
    .join(", ");
};

/** The history as a table: when, who, how long, how it ended, and what was deployed or what failed. */
export function historyRows(lines: readonly (HistoryLine & { host: string })[]): string[][] {
  return [
    ["TIME", "HOST", "WHO", "SECONDS", "RESULT", "WHAT"],
    ...lines.map((line) => [
      line.time,
      line.host,
      line.actor,
      line.elapsed === null ? "" : String(line.elapsed),
      line.result,
      line.reason ? `${line.service ?? ""}: ${line.reason}` : images(line),
    ]),
  ];
}

async function history(name: string, { json = false }: { json?: boolean }): Promise<void> {
  const env = { ...(await quietEnvironment()), PULUMI_STACK: hostStack(name) };
  const hosts = await deployedHosts(env);
  const all = await Promise.all(
    hosts.map(async (host) => (await readHistory(host, env)).map((line) => ({ host: host.name, ...line }))),
  );
  const lines = all.flat().sort((a, b) => a.time.localeCompare(b.time));
  process.stdout.write(json ? `${JSON.stringify(lines, null, 2)}\n` : `${formatTable(historyRows(lines))}\n`);
}

export function configure(command: Command): void {
  command
    .description("Lists the deployments of a stack, the oldest first, as its hosts remember them.")
    .argument("<stack>", "database, backup, staging or production; lab-NAME for the test hosts")
    .option("--json", "print every line whole, with its release")
    .action(history);
}
