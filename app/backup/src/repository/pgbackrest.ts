import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** pgBackRest said no. The message is its own, in one sentence. */
export class PgBackRestError extends Error {
  override readonly name = "PgBackRestError";
}

/** How a program of pgBackRest is run. */
export interface PgBackRest {
  stanza: string;
  /** Default: the one of the container. */
  configuration?: string;
  /** Told each line that it says. */
  onLine?: (line: string) => void;
  /** Ends it: pgBackRest tidies up on SIGTERM. */
  signal?: AbortSignal;
}

/** Longest output that is kept, in characters: `info` over years of backups is far below. */
const longestOutput = 64 * 1024 * 1024;

/**
 * Runs a command of pgBackRest and returns what it prints on standard output.
 * @throws PgBackRestError with its last complaint when it fails or is ended
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
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    onLine?.(line);
    collect(complaints, line);
  });
  const { code, error } = await ended(child);
  if (code === 0) return output;
  const reason = signal?.aborted
    ? "it was ended"
    : complaints.join(" ") || error || `it ended with code ${code}`;
  throw new PgBackRestError(`pgbackrest ${command}: ${reason}`);
}

/** Keeps the first error with what stands below it: later ones follow from it. */
function collect(complaints: string[], line: string): void {
  const isError = /ERROR: /.test(line);
  if (complaints.length === 0 && !isError) return;
  if (complaints.length > 0 && (isError || !/^\s/.test(line))) return;
  if (complaints.length < 6)
    complaints.push(
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
