import type { Readable } from "node:stream";
import { execa } from "execa";
import { type Command, ownOutput } from "../../hosts/remote.ts";

/** A program that runs. */
export interface Started {
  readonly stdin: NodeJS.WritableStream & { readonly writable: boolean };
  /** What it prints, without its host's own words; nothing when `quiet`. */
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Its exit code; undefined when a signal ended it. Never throws. */
  readonly ended: Promise<number | undefined>;
  kill(): void;
}

/**
 * Starts a program with three pipes, in a process group of its own: Ctrl-C must not end it before the launcher has said so.
 * @param quiet what it prints is dropped
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
  // Who writes learns of its end by its exit code.
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

/** Writes to a program, and waits while it is slower. */
export async function write({ stdin, ended }: Started, data: string | Uint8Array): Promise<void> {
  if (!stdin.writable || stdin.write(data)) return;
  await Promise.race([new Promise((resolve) => stdin.once("drain", resolve)), ended]);
}

/** The first characters of what a program says on standard error, for a code or a sentence in it. */
export function beginning(stderr: Readable): () => string {
  let text = "";
  stderr.on("data", (chunk: Buffer) => {
    if (text.length < 4096) text += chunk.toString("latin1");
  });
  return () => text;
}
