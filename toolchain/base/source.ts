import { z } from "zod";
import { ToolchainFailure } from "../driver/failure.ts";
import type { Catalogue } from "./catalogue.ts";
import { registryAnswers } from "./registry.ts";

/** Where base images come from. */
export type ImageSource = "registry" | "build";

const forced = z.enum(["registry", "build"]).optional();

/**
 * Decides where base images come from: what TOVPLAY_IMAGES_SOURCE says, else the registry when it answers, else the recipes.
 * `probe` is asked only when its answer matters.
 */
export async function chooseImageSource(
  setting: string | undefined,
  probe: () => Promise<boolean>,
): Promise<ImageSource> {
  const wish = forced.safeParse(setting || undefined);
  if (!wish.success) {
    throw new ToolchainFailure(
      `TOVPLAY_IMAGES_SOURCE is '${setting}'; set it to registry or build, or leave it out.`,
    );
  }
  if (wish.data === "build") return "build";
  if (await probe()) return "registry";
  if (wish.data === undefined) return "build";
  throw new ToolchainFailure(
    "TOVPLAY_IMAGES_SOURCE asks for a container registry, but none answered within 3 s; unset it to build here.",
  );
}

/** Where base images come from on this machine now. */
export function askedSource({ images: [root] }: Catalogue): Promise<ImageSource> {
  return chooseImageSource(process.env.TOVPLAY_IMAGES_SOURCE, () =>
    registryAnswers(root?.official?.reference ?? ""),
  );
}
