import { execa } from "execa";
import type { z } from "zod";
import { inCheckout } from "../../paths.ts";
import { parseToolchainLine, type StepLine } from "../checkout/toolchain-lines.ts";
import { Failure } from "../terminal/exit.ts";
import { onInterrupt } from "../terminal/interrupt.ts";
import type { StepHandle } from "../terminal/progress.ts";
import { tail } from "./run.ts";

/** A program of this repository that reports its work as JSON lines; the launcher imports nothing of it. */
export interface SideProgram {
  /** What to call it in a sentence. */
  name: string;
  /** Its entry, from the checkout. */
  entry: string;
  args: readonly string[];
  /** Whole environment; default: the caller's. */
  env?: NodeJS.ProcessEnv;
  /** Signals are handed on to it, and its end is waited for: it has something to clear up. */
  clearsUp?: boolean;
}

function showStep(step: StepHandle, line: StepLine): void {
  if (line.count) step.detail(`${line.index ?? 0} of ${line.count}`);
  step.part(line.label, line.state === "running" ? (line.detail ?? "") : undefined);
}

/** What the program printed, read to its end. */
interface Report {
  result: unknown;
  failure: Failure | undefined;
  unknown: readonly string[];
}

async function readReport(lines: AsyncIterable<string>, step: StepHandle): Promise<Report> {
  let result: unknown;
  let failure: Failure | undefined;
  const unknown: string[] = [];
  for await (const text of lines) {
    const line = parseToolchainLine(text);
    if (line.type === "step") showStep(step, line);
    else if (line.type === "error") failure = new Failure(line.exit, line.message);
    else if (line.type === "result") result = line.value;
    else unknown.push(line.text);
  }
  return { result, failure, unknown };
}

/** Runs the program and checks its result against `schema`. @throws {Failure} with the sentence that it ended with */
export async function runSideProgram<T>(
  program: SideProgram,
  schema: z.ZodType<T>,
  step: StepHandle,
): Promise<T> {
  const child = execa(
    process.execPath,
    ["--import", inCheckout("bundles/start.mjs"), program.entry, ...program.args],
    {
      cwd: inCheckout(),
      ...(program.env ? { env: program.env, extendEnv: false } : {}),
      reject: false,
      stdin: "ignore",
      buffer: { stdout: false },
    },
  );
  const release = program.clearsUp ? onInterrupt((signal) => void child.kill(signal)) : () => undefined;
  const { result, failure, unknown } = await readReport(child, step).finally(release);
  const { exitCode, stderr } = await child;
  if (failure) throw failure;
  const detail = [...unknown, ...tail(stderr)];
  if (exitCode !== 0) {
    const text = `${program.name} ended with code ${exitCode ?? "none"}; run it again, and report it if it happens again`;
    throw new Failure("failed", text, { detail });
  }
  const checked = schema.safeParse(result);
  if (checked.success) return checked.data;
  const text = `${program.name} printed a result that the launcher does not understand; please report this`;
  throw new Failure("failed", text, { detail: [JSON.stringify(result) ?? "no result"] });
}
