import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { inCache } from "../../paths.ts";
import { logFile, temporaryFolder } from "../driver/cache.ts";
import { run } from "../driver/command.ts";
import type { CompileContext } from "../go/compile.ts";
import type { Architecture } from "./architecture.ts";
import type { BaseImage } from "./catalogue.ts";
import { recipeFolder } from "./key.ts";
import { place, preparePrograms } from "./programs.ts";

/** Inputs of a Dockerfile. */
export interface Bases {
  /** Base images by build argument. */
  arguments: Readonly<Record<string, string>>;
  dockerfile: string;
  tag: string;
}

/** The build argument for a base image. */
export const buildArgument = (name: string): string => `${name.toUpperCase().replaceAll("-", "_")}_IMAGE`;

/** Arguments of `docker build`, with the host's network, because package servers may be reachable only from there. */
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

/** Builds one image from its Dockerfile and its programs. */
export async function buildImage(
  image: BaseImage,
  bases: Bases,
  architecture: Architecture,
  compileContext: CompileContext,
): Promise<void> {
  const context = await temporaryFolder(inCache("contexts"));
  try {
    await cp(recipeFolder(image.name), context, { recursive: true });
    if (bases.dockerfile === "Dockerfile") {
      for (const [source, name] of await preparePrograms(image, architecture, compileContext))
        await place(source, join(context, name));
    }
    const args = dockerBuildArguments(image, bases, context);
    // The classic builder accepts local base images without contacting a registry.
    const environment = { DOCKER_BUILDKIT: "0" };
    const log = logFile(`image-${image.name}`);
    await run(`Building the image ${image.name}`, {
      file: "docker",
      args,
      environment,
      log,
      progress: compileContext.progress,
    });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}
