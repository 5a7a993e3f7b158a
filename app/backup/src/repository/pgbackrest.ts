import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A pgBackRest command failed. The message is pgBackRest's own, in one line. */
export class PgBackRestError extends Error {
  override readonly name = "PgBackRestError";
}

/** How to run pgBackRest. */
export interface PgBackRest {
  stanza: string;
  /** Default: the container's configuration file. */
  configuration?: string;
  /** Receives each line of its log. */
  onLine?: (line: string) => void;
  /** Stops it with SIGTERM, on which pgBackRest cleans up. */
  signal?: AbortSignal;
}

/** Longest output kept, in characters: far more than `info` for years of backups. */
const longestOutput = 64 * 1024 * 1024;

/**
 * Runs a pgBackRest command and returns its standard output.
 * @throws PgBackRestError with its first error when it fails or is stopped
 */
export async function pgBackRest(command: string, options: string[], how: PgBackRest): Promise<string> {
  const { stanza, configuration, onLine, signal } = how;
  const configured = configuration === undefined ? [] : [`--config=${configuration}`];
  const child = spawn("pgbackrest", [...configured, `--stanza=${stanza}`, command, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal ? { signal } : {}),
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    if (output.length < longestOutput) output += part;
  });
  const errorLines: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    onLine?.(line);
    collect(errorLines, line);
  });
  const { code, error } = await ended(child);
  if (code === 0) return output;
  const reason = signal?.aborted
    ? "it was stopped"
    : errorLines.join(" ") || error || `it exited with code ${code}`;
  throw new PgBackRestError(`pgbackrest ${command}: ${reason}`);
}

/** Keeps the first error and its indented lines: later errors follow from it. */
function collect(errorLines: string[], line: string): void {
  const isError = /ERROR: /.test(line);
  if (errorLines.length === 0 && !isError) return;
  if (errorLines.length > 0 && (isError || !/^\s/.test(line))) return;
  if (errorLines.length < 6)
    errorLines.push(
      line
        .replace(/^.*ERROR: /, "")
        .trim()
        .slice(0, 500),
    );
}

function ended(child: ReturnType<typeof spawn>): Promise<{ code: number | null; error?: string }> {
  return new Promise((resolve) => {
    let error: string | undefined;
    child.on("error", (reason) => {
      error = reason.message;
      if (child.pid === undefined) resolve({ code: null, error });
    });
    child.on("close", (code) => resolve({ code, ...(error === undefined ? {} : { error }) }));
  });
}
