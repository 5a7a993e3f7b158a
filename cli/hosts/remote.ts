import { pipeline, type Readable } from "node:stream";
import type { Connection } from "../../provider/ssh/connection.ts";
import { startFailure } from "../../provider/ssh/failure.ts";
import { AfterMark, afterMark } from "../../provider/ssh/output.ts";
import { type AttachOptions, attach, capture, type Finished, type RunOptions } from "../process/run.ts";

/** A program to run with its arguments, on this machine or by ssh on a host. */
export interface Command {
  file: string;
  args: string[];
  /** Besides this process's environment. */
  env?: Readonly<Record<string, string>>;
  /** The host, when what is printed begins with the mark of `provider/ssh/output.ts`. */
  marked?: Connection;
}

/** How a command ended; one that could not begin on its host has a sentence, which is also its standard error. */
export interface RemoteEnd extends Finished {
  refused?: string;
}

/** The whole environment of a command. */
export function environmentOf({ env }: Command, own: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...own, ...env };
}

/** Runs a command and returns what it printed, without its host's own words; never throws for its exit code. */
export async function captureCommand(command: Command, options: RunOptions = {}): Promise<RemoteEnd> {
  const env = environmentOf(command, options.env);
  return ownWords(command, await capture(command.file, command.args, { ...options, env }));
}

/** Runs a command on the caller's own terminal, without its host's own words, and returns its exit code. */
export function attachCommand(command: Command, options: AttachOptions = {}): Promise<number> {
  const through = command.marked ? { through: new AfterMark() } : {};
  const env = environmentOf(command, options.env);
  return attach(command.file, command.args, { ...options, ...through, env });
}

/** How a command ended, without its host's own words. */
export function ownWords({ marked }: Command, finished: Finished): RemoteEnd {
  if (!marked) return finished;
  const refused = startFailure(marked, finished);
  const own = { ...finished, stdout: afterMark(finished.stdout) ?? "" };
  return refused === undefined ? own : { ...own, stderr: refused, refused };
}

/** What a running command prints, without its host's own words. */
export function ownOutput({ marked }: Command, stdout: Readable): Readable {
  // Of a pipeline that is left before its end, no part waits for another.
  return marked ? pipeline(stdout, new AfterMark(), () => undefined) : stdout;
}
