import { execa } from "execa";
import { LabFailure } from "./failure.ts";

/** How a program is run. */
export interface Run {
  /** Text for its standard input; default: nothing. */
  readonly input?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which it is ended; default: 60 s. */
  readonly timeout?: number;
}

/** What a program left behind; `code` is 127 when it is not installed, 128 when it was ended. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; never throws for its exit code. */
export async function run(file: string, args: readonly string[], options: Run = {}): Promise<Finished> {
  const { input = "", env = {}, timeout = 60_000 } = options;
  const result = await execa(file, args, { reject: false, input, env, timeout, killSignal: "SIGKILL" });
  const code = result.code === "ENOENT" ? 127 : (result.exitCode ?? 128);
  return { code, stdout: result.stdout.trim(), stderr: result.stderr.trim() };
}

/** Runs a program that has to succeed, and returns what it printed. @throws {LabFailure} with the program's last words */
export async function must(file: string, args: readonly string[], options: Run = {}): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, options);
  if (code === 0) return stdout;
  if (code === 127) throw new LabFailure(`${file} is missing; install it, then run this again`);
  const said = (stderr || stdout).split("\n").at(-1) || `exit code ${code}`;
  throw new LabFailure(`${file} ${args[0] ?? ""} failed (${said}); mend that, then run this again`);
}
