import type { Report } from "./kind.ts";

/** What a script is run with. */
export interface ScriptInput {
  environment?: Record<string, string>;
  /** Given to the script as its standard input; the place for secrets. */
  stdin?: string | Buffer | NodeJS.ReadableStream;
}

/** How a script ended. */
export interface ScriptEnd {
  /** Exit code. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs POSIX shell scripts on one host, as root there; on this machine as whoever runs the program. */
export interface HostShell {
  /** How the host is called in messages. */
  readonly host: string;
  /** @throws one sentence when the host cannot be reached or the connection is lost; a script that fails returns its code */
  run(script: string, input?: ScriptInput): Promise<ScriptEnd>;
  /** Sees to it that nobody else deploys to the host while this program lives. Called before anything is changed. */
  lock?(report: Report): Promise<void>;
}
