import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { inCache, inState } from "../../paths.ts";
import { requireSpace, space } from "../machine/disk.ts";
import { ensureDocker } from "../machine/docker.ts";
import { logStoreChange } from "../stack/log-store.ts";
import type { Progress } from "../terminal/progress.ts";
import { engineEnvironment } from "./environment.ts";
import { ensureEngine, ensureImages } from "./toolchain.ts";
import { writeAtomically } from "./write-atomically.ts";

/** Steps that {@link prepare} takes when nothing has to be installed. */
export const prepareSteps = 2;

/** Makes the machine ready for the local stack. Returns the environment in which the engine works. */
export async function prepare(progress: Progress, yes: boolean): Promise<NodeJS.ProcessEnv> {
  await ensureDocker(progress, yes);
  const cold = !existsSync(inState("images.json"));
  await requireSpace([inCache(), inState()], cold ? space.cold : space.warm);
  const [engine] = await Promise.all([
    progress.step("Pulumi engine and plugins", ensureEngine),
    progress.step("Base images", async (step) => {
      const { images, notes } = await ensureImages(step);
      // Said once, the first time.
      if (cold) for (const note of notes) progress.note(note);
      const change = logStoreChange(imagesOfLastTime(), images);
      if (change) progress.note(change);
      writeAtomically(inState("images.json"), `${JSON.stringify(images, null, 2)}\n`);
    }),
  ]);
  return engineEnvironment(engine);
}

/** References by name; none where there are none yet, or the file is broken: it is written again. */
function imagesOfLastTime(): Record<string, string> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(inState("images.json"), "utf8")));
  } catch {
    return {};
  }
}
