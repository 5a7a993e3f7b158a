import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { inCache } from "../../paths.ts";
import { logFile, temporaryFolder } from "../driver/cache.ts";
import { run } from "../driver/command.ts";
import type { Workshop } from "../go/compile.ts";
import type { Architecture } from "./architecture.ts";
import type { BaseImage } from "./catalogue.ts";
import { recipeFolder } from "./key.ts";
import { place, preparePrograms } from "./programs.ts";

/** What a Dockerfile is given. */
export interface Bases {
  /** Image by build argument. */
  arguments: Readonly<Record<string, string>>;
  dockerfile: string;
  tag: string;
}

/** The build argument that carries the image of that name. */
export const buildArgument = (name: string): string => `${name.toUpperCase().replaceAll("-", "_")}_IMAGE`;

/** Arguments of `docker build`; the host's network, because package servers may be reachable only from there. */
function dockerBuildArguments(image: BaseImage, bases: Bases, context: string): string[] {
  const values = Object.entries(bases.arguments).flatMap(([key, value]) => [
    "--build-arg",
    `${key}=${value}`,
  ]);
  const marks = ["--label", `tovplay.base=${image.name}`, "--tag", bases.tag];
  return [
    "build",
    "--network",
    "host",
    "--force-rm",
    "--file",
    join(context, bases.dockerfile),
    ...values,
    ...marks,
    context,
  ];
}

/** Builds one image from its Dockerfile and the programs that belong into it. */
export async function buildImage(
  image: BaseImage,
  bases: Bases,
  architecture: Architecture,
  workshop: Workshop,
): Promise<void> {
  const context = await temporaryFolder(inCache("contexts"));
  try {
    await cp(recipeFolder(image.name), context, { recursive: true });
    if (bases.dockerfile === "Dockerfile") {
      for (const [source, name] of await preparePrograms(image, architecture, workshop))
        await place(source, join(context, name));
    }
    const args = dockerBuildArguments(image, bases, context);
    // The classic builder takes local images as bases without asking a registry.
    const environment = { DOCKER_BUILDKIT: "0" };
    const log = logFile(`image-${image.name}`);
    await run(`Building the image ${image.name}`, {
      file: "docker",
      args,
      environment,
      log,
      progress: workshop.progress,
    });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}
