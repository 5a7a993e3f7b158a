import { execa } from "execa";
import { makeScratchCluster } from "../../cli/recovery/drill/scratch-cluster.ts";
import { median } from "./timing.ts";

/** Short, so that both ways meet the same noise of the machine. */
const seconds = 5;

/**
 * The cost of commits that wait for the WAL receiver: one row a transaction, committed by the server alone and by both, in turn
 * on the same server. Server and receiver are on one machine here; separate hosts add a round trip.
 * @param rounds how often to measure each way
 */
export async function synchronousPrice(rounds: number): Promise<string[]> {
  const set = await makeScratchCluster("scratch-synchronous-price", true);
  try {
    const within = (options: string, ...command: string[]) =>
      execa("docker", ["exec", "--env", `PGOPTIONS=${options}`, set.cluster.server, ...command]);
    await within(
      "",
      "psql",
      "--quiet",
      "--dbname=TovPlay",
      "--command=CREATE TABLE bench (id int, at timestamptz)",
    );
    const script = "echo 'INSERT INTO bench VALUES (:client_id, now());' > /tmp/insert.sql";
    await within("", "sh", "-c", script);
    const lines: string[] = [];
    for (const clients of [1, 8]) {
      const [alone, both]: [number[], number[]] = [[], []];
      const rate = async (commit: string) => {
        const load = [`--client=${clients}`, `--time=${seconds}`, "--no-vacuum", "--file=/tmp/insert.sql"];
        const { stdout } = await within(`-c synchronous_commit=${commit}`, "pgbench", ...load, "TovPlay");
        return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
      };
      for (let round = 0; round < rounds; round++) {
        alone.push(await rate("local"));
        both.push(await rate("on"));
      }
      lines.push(line(clients, median(alone), median(both)));
    }
    return lines;
  } finally {
    await set.remove();
  }
}

function line(clients: number, alone: number, both: number): string {
  const wait = ((clients * 1000) / both - (clients * 1000) / alone).toFixed(1);
  return `${clients} clients: ${alone.toFixed(0)} commits/s by the server alone, ${both.toFixed(0)} by both; ratio ${(both / alone).toFixed(2)}, ${wait} ms more per commit`;
}
