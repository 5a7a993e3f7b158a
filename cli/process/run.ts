import type { Duplex } from "node:stream";
import { execa } from "execa";
import { onInterrupt } from "../terminal/interrupt.ts";

/** What a finished program left behind; `code` is 127 when there is no such program, 128 when a signal ended it. */
export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** Working folder; default: the caller's. */
  cwd?: string;
  /** Replaces the whole environment when given. */
  env?: NodeJS.ProcessEnv;
  /** Text for standard input; default: nothing. */
  input?: string;
  /** Milliseconds after which it is ended; default: never. */
  timeout?: number;
}

function exitCodeOf(result: { exitCode?: number | undefined; code?: string | undefined }): number {
  if (result.code === "ENOENT") return 127;
  return result.exitCode ?? 128;
}

function execaOptions(options: RunOptions) {
  return {
    reject: false,
    cwd: options.cwd ?? process.cwd(),
    ...(options.env ? { env: options.env, extendEnv: false } : {}),
    ...(options.timeout ? { timeout: options.timeout } : {}),
  } as const;
}

/** Runs a program and returns what it printed; never throws for its exit code. */
export async function capture(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const input = options.input === undefined ? { stdin: "ignore" as const } : { input: options.input };
  const result = await execa(file, args, { ...execaOptions(options), ...input });
  return { code: exitCodeOf(result), stdout: result.stdout, stderr: result.stderr };
}

/** How a program is attached. */
export interface AttachOptions extends Pick<RunOptions, "cwd" | "env"> {
  /** Its standard input says nothing and is open as long as this process lives. Default: the caller's own. */
  openInput?: boolean;
  /** What it prints passes through this first. */
  through?: Duplex;
  /** Changes each line that it prints. Without one, and with nothing to pass through, it prints on the caller's own terminal. */
  eachLine?: (line: string) => string;
  /** Is told of each signal that comes meanwhile. */
  onSignal?: () => void;
}

/** Runs a program on the caller's own terminal, or with each line that it prints changed, and returns its exit code. */
export async function attach(
  file: string,
  args: readonly string[],
  { openInput = false, through, eachLine, onSignal, ...options }: AttachOptions = {},
): Promise<number> {
  const stdin = openInput ? "pipe" : "inherit";
  const first = through ? [{ transform: through }] : [];
  const stdout = [...first, ...(eachLine ? [linesThrough(eachLine)] : []), "inherit"] as const;
  const streams = { stdin, stdout, stderr: "inherit" } as const;
  const child = execa(file, args, { ...execaOptions(options), ...streams, buffer: false });
  const release = onInterrupt((signal) => {
    onSignal?.();
    // The terminal sends Ctrl-C to the program too: it decides, and the launcher ends with its code. Others come to the launcher alone.
    if (signal !== "SIGINT") child.kill(signal);
  });
  try {
    return exitCodeOf(await child);
  } finally {
    release();
  }
}

function linesThrough(change: (line: string) => string) {
  return function* (line: unknown) {
    yield change(String(line));
  };
}

/** The last `count` lines that say something, for a person to read below a sentence. */
export function tail(text: string, count = 15): string[] {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-count);
}
