import { logFile } from "../driver/cache.ts";
import { ask, run } from "../driver/command.ts";
import { imageId } from "../driver/docker.ts";
import { ToolchainFailure } from "../driver/failure.ts";
import type { Progress } from "../driver/report.ts";
import type { OfficialImage } from "./catalogue.ts";

/** Milliseconds after which a registry counts as unreachable. */
const probeTime = 3000;

/** Whether the container registry answers. */
export async function registryAnswers(reference: string): Promise<boolean> {
  return (await ask("docker", ["manifest", "inspect", reference], { timeout: probeTime })) !== undefined;
}

/** The reference to pull, with the digest if it is pinned. */
export const pinned = (image: OfficialImage): string =>
  image.digest ? `${image.reference}@${image.digest}` : image.reference;

/** A reference with the digest of the pulled image, as recorded by the engine. */
export function exactReference(reference: string, recorded: string): string {
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(recorded)?.[1];
  if (digest) return `${reference}@${digest}`;
  throw new ToolchainFailure(
    `Docker recorded no digest for ${reference}; pull it again with \`docker pull ${reference}\`.`,
  );
}

/** Ensures an official image; returns `name:tag@sha256:…`. */
export async function pullOfficial(name: string, image: OfficialImage, progress: Progress): Promise<string> {
  const wanted = pinned(image);
  const missing = (await imageId(wanted)) === undefined;
  if (missing) {
    const command = { file: "docker", args: ["pull", wanted], log: logFile(`pull-${name}`), progress };
    await run(`Pulling ${wanted}`, command).catch((error: Error) => {
      const fix = "run the command again, or set TOVPLAY_IMAGES_SOURCE=build to build the images here";
      throw new ToolchainFailure(
        `The container registry answers but pulling ${name} failed: ${error.message} To fix this, ${fix}.`,
      );
    });
  }
  if (image.digest) return wanted;
  const recorded = await ask("docker", ["image", "inspect", "--format", "{{index .RepoDigests 0}}", wanted]);
  return exactReference(image.reference, recorded ?? "");
}
