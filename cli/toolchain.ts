import { execa } from "execa";
import type { z } from "zod";
import { Failure } from "./exit.ts";
import { place } from "./place.ts";
import type { StepHandle } from "./progress.ts";
import { tail } from "./run.ts";
import {
  type EngineResult,
  engineResult,
  type ImagesResult,
  imagesResult,
  parseToolchainLine,
  type StepLine,
  type ToolchainCheck,
  toolchainCheck,
} from "./toolchain-lines.ts";

function showStep(step: StepHandle, line: StepLine): void {
  if (line.count) step.detail(`${line.index ?? 0} of ${line.count}`);
  step.part(line.label, line.state === "running" ? (line.detail ?? "") : undefined);
}

/** What the toolchain printed, read to its end. */
interface Report {
  readonly result: unknown;
  readonly message: string | undefined;
  readonly unknown: readonly string[];
}

async function readReport(lines: AsyncIterable<string>, step: StepHandle): Promise<Report> {
  let result: unknown;
  let message: string | undefined;
  const unknown: string[] = [];
  for await (const text of lines) {
    const line = parseToolchainLine(text);
    if (line.type === "step") showStep(step, line);
    else if (line.type === "error") message = line.message;
    else if (line.type === "result") result = line.value;
    else unknown.push(line.text);
  }
  return { result, message, unknown };
}

/** Runs one of the toolchain's commands and checks its result against `schema`. */
async function runToolchain<T>(command: string, schema: z.ZodType<T>, step: StepHandle): Promise<T> {
  const child = execa(process.execPath, ["--import", "tsx", "toolchain/main.ts", command], {
    cwd: place.checkout,
    reject: false,
    stdin: "ignore",
    buffer: { stdout: false },
  });
  const { result, message, unknown } = await readReport(child, step);
  const { exitCode, stderr } = await child;
  if (message) throw new Failure("failed", message);
  const detail = [...unknown, ...tail(stderr)];
  if (exitCode !== 0) {
    const text = `the toolchain (${command}) ended with code ${exitCode ?? "none"}; run it again, and report it if it stays`;
    throw new Failure("failed", text, { detail });
  }
  const checked = schema.safeParse(result);
  if (checked.success) return checked.data;
  const text = `the toolchain (${command}) printed a result the launcher does not understand; this is a defect`;
  throw new Failure("failed", text, { detail: [JSON.stringify(result) ?? "no result"] });
}

/** Sees to Pulumi, its language host and its plugins. */
export function ensureEngine(step: StepHandle): Promise<EngineResult> {
  return runToolchain("engine", engineResult, step);
}

/** Sees to the base images in the local Docker engine. */
export function ensureImages(step: StepHandle): Promise<ImagesResult> {
  return runToolchain("images", imagesResult, step);
}

let examined: Promise<ToolchainCheck> | undefined;

/** Looks what is there already, once; builds and fetches nothing. */
export function examineToolchain(): Promise<ToolchainCheck> {
  examined ??= runToolchain("check", toolchainCheck, { detail: () => undefined, part: () => undefined });
  return examined;
}
