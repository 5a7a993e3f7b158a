import { localImages, requireDocker } from "../driver/docker.ts";
import type { Progress, RunStep } from "../driver/report.ts";
import { architectureOf } from "./architecture.ts";
import { chooseImages, readCatalogue } from "./catalogue.ts";
import { makeImages } from "./make.ts";
import { askedSource } from "./source.ts";

/** Ensures the image with Go, published or with Debian's package; returns its reference. */
export async function ensureGoImage(progress: Progress): Promise<string> {
  const catalogue = readCatalogue();
  const { arch } = await requireDocker();
  const step: RunStep = async (id, work) => {
    await work((detail) => progress(`Go compiler, ${id}: ${detail}`));
  };
  const context = {
    catalogue,
    source: await askedSource(catalogue),
    architecture: architectureOf(arch),
    local: await localImages(),
    step,
  };
  const images = await makeImages(context, chooseImages(catalogue.images, ["golang"]));
  return images.golang ?? "";
}
