import { writeSync } from "node:fs";
import { getSystemErrorMap } from "node:util";
import { EXIT } from "./exit.ts";

const DESCRIPTOR = { output: 1, error: 2 } as const;
type StreamName = keyof typeof DESCRIPTOR;

/** The sentence about a standard stream that could not be written. */
export function unwritable(name: StreamName, { errno = 0, message }: NodeJS.ErrnoException): string {
  const [, reason = message] = getSystemErrorMap().get(errno) ?? [];
  const lost = name === "error" ? "what was said there is lost; " : "";
  return `tovrun: standard ${name} cannot be written: ${reason}; ${lost}free some space there or send it somewhere else`;
}

/** What has gone wrong with the streams so far. A reader that has seen enough (`| head`) is no trouble. */
type Troubles = Partial<Record<StreamName, NodeJS.ErrnoException>>;

/** Notes what goes wrong with a stream as it happens: its event comes too late for a process that exits now. */
function note(troubles: Troubles, name: StreamName, stream: NodeJS.WriteStream): void {
  const noteError = (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") troubles[name] ??= error;
  };
  const write = stream._write.bind(stream);
  stream._write = (chunk, encoding, done) => {
    write(chunk, encoding, (error) => {
      if (error) noteError(error);
      done(error);
    });
  };
  stream.on("error", noteError);
}

function say(name: StreamName, sentence: string): void {
  try {
    writeSync(DESCRIPTOR[name], `${sentence}\n`);
  } catch {
    // Neither stream can be written: the exit code remains.
  }
}

/**
 * From now on a standard stream that cannot be written is one sentence on the other one. Without standard output the
 * process ends at once; what only standard error would have told goes on, since progress is no reason to stop in the middle.
 */
export function watchOutput(): void {
  const troubles: Troubles = {};
  note(troubles, "output", process.stdout);
  note(troubles, "error", process.stderr);
  process.stdout.on("error", () => process.exit(troubles.output ? EXIT.failed.code : EXIT.ok.code));
  process.on("exit", (code) => {
    const { output, error } = troubles;
    if (output) say("error", unwritable("output", output));
    if (error) say("output", unwritable("error", error));
    const succeeded = code === EXIT.ok.code || code === EXIT.changes.code;
    if ((output || error) && succeeded) process.exitCode = EXIT.failed.code;
  });
}
