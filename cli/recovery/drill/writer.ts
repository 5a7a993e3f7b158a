import { execa } from "execa";
import { poll } from "../../process/poll.ts";
import { Failure } from "../../terminal/exit.ts";
import { docker, thisMachine } from "../machine.ts";
import type { ScratchCluster } from "./scratch-cluster.ts";

/** Rows that the client writes per second. */
export const rate = 200;

const firstRowSeconds = 10;

/** A client that writes rows over the network and remembers which ones were acknowledged. */
export interface Writer {
  /** Ids of the acknowledged rows. */
  acknowledged: ReadonlySet<number>;
  /** Time of the last acknowledgement, in milliseconds. */
  lastAcknowledgement(): number;
  /** Resolves at the client's first error, with its time in milliseconds. */
  failed: Promise<number>;
  end(): Promise<void>;
}

/** Starts writing rows with ids from `first`, each in its own transaction. Resolves once the first row is acknowledged. */
export async function startWriter(
  { cluster, image, network }: ScratchCluster,
  first: number,
): Promise<Writer> {
  const name = `${network}-writer`;
  const login = ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"];
  const run = ["run", "--rm", "--interactive", "--name", name, "--network", network, "--user", "999:999"];
  const to = ["--host", cluster.server, "--username", "postgres", "--dbname", cluster.databaseName];
  const child = execa("docker", [...run, "--entrypoint", login[0] ?? "", image, ...login.slice(1), ...to], {
    reject: false,
    stdin: "pipe",
    buffer: false,
  });
  const acknowledged = new Set<number>();
  let last = 0;
  let next = first;
  const began = Date.now();
  let writing: NodeJS.Timeout | undefined;
  const feed = () => {
    const due = first + Math.ceil(((Date.now() - began) * rate) / 1000);
    for (; next < due; next++)
      child.stdin.write(`INSERT INTO "Game" (id, name) VALUES (${next}, 'row ${next}') RETURNING id;\n`);
  };
  const failed = new Promise<number>((resolve) => {
    child.stderr.on("data", () => resolve(Date.now()));
    void child.then(() => resolve(Date.now()));
  });
  child.stdin.on("error", () => clearInterval(writing));
  void (async () => {
    for await (const line of child) {
      if (!/^\d+$/.test(line)) continue;
      acknowledged.add(Number(line));
      last = Date.now();
    }
  })();
  writing = setInterval(feed, 5);
  const end = async () => {
    clearInterval(writing);
    child.stdin.destroy();
    await docker(thisMachine, ["rm", "--force", name]);
    await child;
  };
  if (!(await poll(async () => acknowledged.size > 0 || undefined, firstRowSeconds, 50))) {
    await end();
    throw new Failure("failed", `the drill's client could not write a row within ${firstRowSeconds} s`);
  }
  return { acknowledged, lastAcknowledgement: () => last, failed, end };
}
