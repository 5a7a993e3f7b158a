import type { z } from "zod";
import { runSideProgram } from "../process/side-program.ts";
import type { StepHandle } from "../terminal/progress.ts";
import {
  type EngineResult,
  engineResult,
  type ImagesResult,
  imagesResult,
  type ToolchainCheck,
  toolchainCheck,
} from "./toolchain-lines.ts";

/** Runs one of the toolchain's commands. */
function runToolchain<T>(
  command: string,
  schema: z.ZodType<T>,
  step: StepHandle,
  names: readonly string[] = [],
): Promise<T> {
  const args = [command, ...names];
  const program = { name: `the toolchain (${command})`, entry: "toolchain/main.ts", args };
  return runSideProgram(program, schema, step);
}

/** Sees to Pulumi, its language host and its plugins. */
export function ensureEngine(step: StepHandle): Promise<EngineResult> {
  return runToolchain("engine", engineResult, step);
}

/** Sees to the base images in the local Docker engine. @param names default: all */
export function ensureImages(step: StepHandle, names: readonly string[] = []): Promise<ImagesResult> {
  return runToolchain("images", imagesResult, step, names);
}

let examined: Promise<ToolchainCheck> | undefined;

/** Looks what is there already, once; builds and fetches nothing. */
export function examineToolchain(): Promise<ToolchainCheck> {
  examined ??= runToolchain("check", toolchainCheck, { detail: () => undefined, part: () => undefined });
  return examined;
}
