import { z } from "zod";
import { ToolchainFailure } from "../driver/failure.ts";
import type { Catalogue } from "./catalogue.ts";
import { registryAnswers } from "./registry.ts";

/** Where base images come from. */
export type ImageSource = "registry" | "build";

const forced = z.enum(["registry", "build"]).optional();

/**
 * Chooses the source of base images: TOVPLAY_IMAGES_SOURCE if set, otherwise the registry if it answers, otherwise a local build.
 * `probe` is called only if its result matters.
 */
export async function chooseImageSource(
  setting: string | undefined,
  probe: () => Promise<boolean>,
): Promise<ImageSource> {
  const requested = forced.safeParse(setting || undefined);
  if (!requested.success) {
    throw new ToolchainFailure(
      `TOVPLAY_IMAGES_SOURCE is '${setting}'; set it to registry or build, or unset it.`,
    );
  }
  if (requested.data === "build") return "build";
  if (await probe()) return "registry";
  if (requested.data === undefined) return "build";
  throw new ToolchainFailure(
    "TOVPLAY_IMAGES_SOURCE asks for a container registry, but none answered within 3 s; unset it to build here.",
  );
}

/** The source of base images on this machine. */
export function askedSource({ images: [root] }: Catalogue): Promise<ImageSource> {
  return chooseImageSource(process.env.TOVPLAY_IMAGES_SOURCE, () =>
    registryAnswers(root?.official?.reference ?? ""),
  );
}
