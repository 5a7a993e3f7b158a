import { requireDocker } from "../driver/docker.ts";
import type { Progress, RunStep } from "../driver/report.ts";
import { architectureOf } from "./architecture.ts";
import { chooseImages, readCatalogue } from "./catalogue.ts";
import { makeImages } from "./make.ts";

/** Ensures the image with Debian's Go, built here; returns its ID. */
export async function ensureGoImage(progress: Progress): Promise<string> {
  const catalogue = readCatalogue();
  const { arch } = await requireDocker();
  const step: RunStep = async (id, work) => {
    await work((detail) => progress(`Go compiler, ${id}: ${detail}`));
  };
  const depot = { catalogue, source: "build", architecture: architectureOf(arch), step } as const;
  const images = await makeImages(depot, chooseImages(catalogue.images, ["golang"]));
  return images.golang ?? "";
}
