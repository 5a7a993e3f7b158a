import { styleText } from "node:util";
import { execa } from "execa";
import { Failure } from "../terminal/exit.ts";
import { onInterrupt } from "../terminal/interrupt.ts";
import type { Server } from "./servers.ts";

const colors = ["cyan", "magenta"] as const;

/** Marks a line with the server it comes from. */
function prefixOf(name: string, index: number): string {
  const text = `${name.padEnd(8)} │ `;
  const colored = process.stdout.isTTY && !process.env.NO_COLOR;
  return colored ? styleText(colors[index % colors.length] ?? "cyan", text) : text;
}

async function follow(lines: AsyncIterable<string>, prefix: string): Promise<void> {
  for await (const line of lines) process.stdout.write(`${prefix}${line}\n`);
}

function start(server: Server, index: number, signal: AbortSignal) {
  const child = execa(server.file, server.args, {
    cwd: server.cwd,
    env: server.env,
    reject: false,
    all: true,
    stdin: "ignore",
    buffer: false,
    cancelSignal: signal,
    forceKillAfterDelay: 5000,
    // A group of its own, so that Ctrl-C reaches it through us only: once, and in order.
    detached: true,
    cleanup: true,
  });
  return { child, followed: follow(child.iterable({ from: "all" }), prefixOf(server.name, index)) };
}

/** Runs the servers until Ctrl-C, or until one of them ends by itself, which ends the others too. */
export async function runTogether(servers: readonly Server[]): Promise<void> {
  const stop = new AbortController();
  let asked = false;
  const release = onInterrupt(() => {
    asked = true;
    stop.abort();
  });
  const running = servers.map((server, index) => ({ server, ...start(server, index, stop.signal) }));
  const first = await Promise.race(running.map(async ({ server, child }) => ({ server, end: await child })));
  stop.abort();
  await Promise.allSettled(running.flatMap(({ child, followed }) => [child, followed]));
  release();
  if (asked) return;
  throw new Failure(
    "failed",
    `the ${first.server.name} ended with code ${first.end.exitCode ?? "none"}; its last lines above say why`,
  );
}
