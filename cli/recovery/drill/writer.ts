import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { Failure } from "../../terminal/exit.ts";
import { docker, thisMachine } from "../machine.ts";
import type { ScratchCluster } from "./scratch-cluster.ts";

/** Rows that a client asks for in a second. */
export const RATE = 200;

/** A client that writes row after row over the network, and remembers what it was told is done. */
export interface Writer {
  /** Numbers of the rows whose commit was acknowledged. */
  readonly acknowledged: ReadonlySet<number>;
  /** When the last row was acknowledged. */
  lastAcknowledgement(): number;
  /** Resolves when the client sees its first error, with the moment on the clock of `Date.now`. */
  readonly failed: Promise<number>;
  end(): Promise<void>;
}

/** Starts writing rows numbered from `first` on, each in a transaction of its own. Resolves once the first row is acknowledged. */
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
    const due = first + Math.ceil(((Date.now() - began) * RATE) / 1000);
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
  await firstRow(acknowledged, end);
  return { acknowledged, lastAcknowledgement: () => last, failed, end };
}

async function firstRow(acknowledged: ReadonlySet<number>, end: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (acknowledged.size > 0) return;
    await sleep(50);
  }
  await end();
  throw new Failure("failed", "the drill's client could not write a single row within 10 s");
}
