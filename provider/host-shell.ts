import type { Report } from "./kind.ts";

/** Input of a script. */
export interface ScriptInput {
  environment?: Record<string, string>;
  /** The script's standard input; use it for secrets. */
  stdin?: string | Buffer | NodeJS.ReadableStream;
}

/** Result of a script. */
export interface ScriptEnd {
  /** Exit code. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs POSIX shell scripts on one host, as root; on this machine as the current user. */
export interface HostShell {
  /** Name of the host in messages. */
  host: string;
  /** @throws when the host cannot be reached or the connection is lost; a failed script returns its code */
  run(script: string, input?: ScriptInput): Promise<ScriptEnd>;
  /** Prevents other deployments to the host while this program runs. Called before any change. */
  lock?(report: Report): Promise<void>;
}
