import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { ToolchainFailure } from "./failure.ts";
import type { Progress } from "./report.ts";

/** How a long command is run. */
export interface Command {
  file: string;
  args: readonly string[];
  /** Added to the environment. A value of undefined removes the variable. */
  environment?: Record<string, string | undefined>;
  folder?: string;
  /** File that keeps everything the command prints. */
  log: string;
  /** Receives the last printed line. */
  progress: Progress;
}

/** Runs a command to its end, keeping its output in a file. Throws a sentence that names `what` and the file. */
export async function run(what: string, command: Command): Promise<void> {
  await mkdir(dirname(command.log), { recursive: true });
  const log = createWriteStream(command.log);
  let last = "";
  const child = execa(command.file, command.args, {
    env: command.environment ?? {},
    ...(command.folder ? { cwd: command.folder } : {}),
    all: true,
    buffer: false,
    reject: false,
    stdin: "ignore",
    // Its own process group, so that all that it started can be ended with it.
    detached: true,
    cleanup: false,
  });
  const end = (): void => endGroup(child.pid);
  process.once("exit", end);
  for await (const raw of child.iterable({ from: "all" })) {
    const line = stripVTControlCharacters(raw).trim();
    log.write(`${raw}\n`);
    if (line === "") continue;
    last = line;
    command.progress(line);
  }
  const result = await child;
  process.removeListener("exit", end);
  log.end();
  if (!result.failed) return;
  if (result.code === "ENOENT")
    throw new ToolchainFailure(`${command.file} is not installed; ${what} needs it.`);
  throw new ToolchainFailure(
    `${what} failed (${last.slice(0, 200)}); the whole output is in ${command.log}.`,
  );
}

/** Ends a command and everything that it started. */
function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGTERM");
  } catch {
    // It has ended by itself meanwhile.
  }
}

/** How a short command is run. */
export interface Question {
  /** Milliseconds after which it is ended. */
  timeout?: number;
  environment?: Readonly<Record<string, string>>;
}

/** What a short command printed, or undefined when it failed, is missing, or took too long. */
export async function ask(
  file: string,
  args: readonly string[],
  question: Question = {},
): Promise<string | undefined> {
  const { timeout = 10_000, environment: env = {} } = question;
  const result = await execa(file, args, {
    reject: false,
    stdin: "ignore",
    timeout,
    killSignal: "SIGKILL",
    env,
  });
  return result.failed ? undefined : result.stdout.trim();
}
