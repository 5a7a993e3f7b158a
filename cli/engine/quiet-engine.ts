import { engineEnvironment, engineVariables } from "../checkout/environment.ts";
import { ensureEngine } from "../checkout/toolchain.ts";
import type { EngineResult } from "../checkout/toolchain-lines.ts";
import { createProgress } from "../terminal/progress.ts";

/** Sees to the engine, showing progress only when it takes long enough to be noticed. */
async function quietEngine(): Promise<EngineResult> {
  const progress = createProgress({ total: 1, patience: 3000 });
  try {
    return await progress.step("Pulumi engine and plugins", ensureEngine);
  } finally {
    progress.close();
  }
}

/** The environment in which the engine works, for a program that is run with it. */
export async function quietEnvironment(): Promise<NodeJS.ProcessEnv> {
  return engineEnvironment(await quietEngine());
}

/** What the engine needs set, for a shell. */
export async function quietVariables(): Promise<Record<string, string>> {
  return engineVariables(await quietEngine(), process.env);
}
