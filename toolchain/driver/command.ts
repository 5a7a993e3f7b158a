import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { ToolchainFailure } from "./failure.ts";
import type { Progress } from "./report.ts";

/** A long-running command. */
export interface Command {
  file: string;
  args: readonly string[];
  /** Added to the environment. A value of undefined removes the variable. */
  environment?: Record<string, string | undefined>;
  folder?: string;
  /** File for the command's output. */
  log: string;
  /** Receives each printed line. */
  progress: Progress;
}

/** Runs a command and keeps its output in a file. @throws with `what` and the file when it fails */
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
    // A separate process group, so that all its children can be stopped with it.
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
    throw new ToolchainFailure(
      `${command.file} is not installed, but is needed for: ${what}. Install it and run the command again.`,
    );
  throw new ToolchainFailure(
    `${what} failed (${last.slice(0, 200)}); see the full output in ${command.log}.`,
  );
}

/** Stops a command and all its children. */
function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGTERM");
  } catch {
    // It has already ended.
  }
}

/** Options of a short command. */
export interface Question {
  /** Timeout in milliseconds. */
  timeout?: number;
  environment?: Readonly<Record<string, string>>;
}

/** The output of a short command, or undefined when it failed, is missing, or timed out. */
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
