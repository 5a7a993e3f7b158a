import { existsSync, readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import { inCache, inState } from "../../paths.ts";
import { requireSpace, space } from "../machine/disk.ts";
import { ensureDocker } from "../machine/docker.ts";
import { logStoreChange } from "../stack/log-store.ts";
import type { Progress } from "../terminal/progress.ts";
import { engineEnvironment } from "./environment.ts";
import { lacksMonitoring, siteImages, withPlaceholders } from "./site-images.ts";
import { ensureEngine, ensureImages, examineToolchain } from "./toolchain.ts";
import { writeAtomically } from "./write-atomically.ts";

/** Steps that {@link prepare} takes when nothing has to be installed. */
export const prepareSteps = 2;

/** Deploys what needs no monitoring, in an environment whose images suffice for that. */
type DeploySite = (env: NodeJS.ProcessEnv) => Promise<void>;

/**
 * Makes the machine ready for the local stack. Returns the environment in which the engine works.
 * @param deploySite called where the images of monitoring have yet to be built on this machine, while they are
 */
export async function prepare(
  progress: Progress,
  yes: boolean,
  deploySite?: DeploySite,
): Promise<NodeJS.ProcessEnv> {
  await ensureDocker(progress, yes);
  const cold = !existsSync(inState("images.json"));
  await requireSpace([inCache(), inState()], cold ? space.cold : space.warm);
  const waits = cold && deploySite !== undefined && lacksMonitoring((await examineToolchain()).images);
  const [engine, site] = await Promise.all([
    progress.step("Pulumi engine and plugins", ensureEngine),
    waits
      ? progress.step("Base images of the site", (step) => ensureImages(step, siteImages))
      : allImages(progress, cold),
  ]);
  const env = engineEnvironment(engine);
  if (site && deploySite) {
    const slow = site.source === "build";
    await Promise.all([allImages(progress, cold), slow && whileBuilding(deploySite, env, site.images)]);
  }
  return env;
}

async function whileBuilding(
  deploySite: DeploySite,
  env: NodeJS.ProcessEnv,
  images: Record<string, string>,
): Promise<void> {
  const file = inState("site-images.json");
  writeImages(file, withPlaceholders(images));
  try {
    await deploySite({ ...env, TOVPLAY_IMAGES_FILE: file });
  } finally {
    rmSync(file);
  }
}

function allImages(progress: Progress, cold: boolean): Promise<undefined> {
  return progress.step("Base images", async (step) => {
    const { images, notes } = await ensureImages(step);
    // Said once, the first time.
    if (cold) for (const note of notes) progress.note(note);
    const change = logStoreChange(imagesOfLastTime(), images);
    if (change) progress.note(change);
    writeImages(inState("images.json"), images);
    return undefined;
  });
}

function writeImages(file: string, images: Record<string, string>): void {
  writeAtomically(file, `${JSON.stringify(images, null, 2)}\n`);
}

/** References by name; none where there are none yet, or the file is broken: it is written again. */
function imagesOfLastTime(): Record<string, string> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(inState("images.json"), "utf8")));
  } catch {
    return {};
  }
}
