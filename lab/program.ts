import { execa } from "execa";
import { LabFailure } from "./failure.ts";

/** Options for running a program. */
export interface Run {
  /** Its standard input. Default: empty. */
  input?: string;
  /** Added to the environment. */
  env?: Readonly<Record<string, string>>;
  /** Timeout in milliseconds. Default: 60 s. */
  timeout?: number;
}

/** Result of a program; `code` is 127 when it is not installed, 128 when it was killed. */
export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program; never throws for its exit code. */
export async function run(file: string, args: readonly string[], options: Run = {}): Promise<Finished> {
  const { input = "", env = {}, timeout = 60_000 } = options;
  const result = await execa(file, args, { reject: false, input, env, timeout, killSignal: "SIGKILL" });
  const code = result.code === "ENOENT" ? 127 : (result.exitCode ?? 128);
  return { code, stdout: result.stdout.trim(), stderr: result.stderr.trim() };
}

/** Runs a program that must succeed and returns its output. @throws {LabFailure} with the program's last line */
export async function must(file: string, args: readonly string[], options: Run = {}): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, options);
  if (code === 0) return stdout;
  if (code === 127) throw new LabFailure(`${file} is missing; install it, then run this again`);
  const said = (stderr || stdout).split("\n").at(-1) || `exit code ${code}`;
  throw new LabFailure(`${file} ${args[0] ?? ""} failed (${said}); fix that, then run this again`);
}
