import type { Readable } from "node:stream";
import { execa } from "execa";
import { type Command, ownOutput } from "../../hosts/remote.ts";

/** A running program. */
export interface Started {
  stdin: NodeJS.WritableStream & { writable: boolean };
  /** Its output without the host's greeting; empty when `quiet`. */
  stdout: Readable;
  stderr: Readable;
  /** Its exit code, or undefined after a signal. Never throws. */
  ended: Promise<number | undefined>;
  kill(): void;
}

/**
 * Starts a program with three pipes in its own process group, so that Ctrl-C reaches only the launcher.
 * @param quiet discards its output
 */
export function start(command: Command, { quiet = false } = {}): Started {
  const child = execa(command.file, command.args, {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
    reject: false,
    buffer: false,
    detached: true,
    ...(command.env ? { env: command.env } : {}),
  });
  // A writer notices its end by the exit code.
  child.stdin.on("error", () => undefined);
  if (quiet) child.stdout.resume();
  return {
    stdin: child.stdin,
    stdout: quiet ? child.stdout : ownOutput(command, child.stdout),
    stderr: child.stderr,
    ended: child.then(({ exitCode }) => exitCode),
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Writes to a program, waiting while it is slower. */
export async function write({ stdin, ended }: Started, data: string | Uint8Array): Promise<void> {
  if (!stdin.writable || stdin.write(data)) return;
  await Promise.race([new Promise((resolve) => stdin.once("drain", resolve)), ended]);
}

/** The start of a program's standard error, for an error code or message. */
export function beginning(stderr: Readable): () => string {
  let text = "";
  stderr.on("data", (chunk: Buffer) => {
    if (text.length < 4096) text += chunk.toString("latin1");
  });
  return () => text;
}
