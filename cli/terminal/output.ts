import { writeSync } from "node:fs";
import { getSystemErrorMap } from "node:util";
import { exitCodes } from "./exit.ts";

const descriptor = { output: 1, error: 2 } as const;
type StreamName = keyof typeof descriptor;

/** The sentence about a standard stream that could not be written. */
export function unwritable(name: StreamName, { errno = 0, message }: NodeJS.ErrnoException): string {
  const [, reason = message] = getSystemErrorMap().get(errno) ?? [];
  const lost = name === "error" ? "its text is lost; " : "";
  return `tovrun: standard ${name} cannot be written: ${reason}; ${lost}free some space there or redirect it`;
}

/** What has gone wrong with the streams so far. A reader that has seen enough (`| head`) is not a failure. */
type Failures = Partial<Record<StreamName, NodeJS.ErrnoException>>;

/** Notes what goes wrong with a stream as it happens: its event comes too late for a process that exits now. */
function note(failures: Failures, name: StreamName, stream: NodeJS.WriteStream): void {
  const noteError = (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") failures[name] ??= error;
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
    writeSync(descriptor[name], `${sentence}\n`);
  } catch {
    // Neither stream can be written: the exit code remains.
  }
}

/**
 * From now on a standard stream that cannot be written is one sentence on the other one. Without standard output the
 * process ends at once; what only standard error would have told goes on, since progress is no reason to stop in the middle.
 */
export function watchOutput(): void {
  const failures: Failures = {};
  note(failures, "output", process.stdout);
  note(failures, "error", process.stderr);
  process.stdout.on("error", () => process.exit(failures.output ? exitCodes.failed.code : exitCodes.ok.code));
  process.on("exit", (code) => {
    const { output, error } = failures;
    if (output) say("error", unwritable("output", output));
    if (error) say("output", unwritable("error", error));
    const succeeded = code === exitCodes.ok.code || code === exitCodes.changes.code;
    if ((output || error) && succeeded) process.exitCode = exitCodes.failed.code;
  });
}
