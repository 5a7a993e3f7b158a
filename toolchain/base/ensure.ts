import { localImages, requireDocker } from "../driver/docker.ts";
import { alone } from "../driver/lock.ts";
import { planSteps } from "../driver/report.ts";
import { requireCacheSpace, requireEngineSpace } from "../driver/space.ts";
import { architectureOf } from "./architecture.ts";
import { type BaseImage, chooseImages, readCatalogue, withBases } from "./catalogue.ts";
import { type BuildContext, makeImages } from "./make.ts";
import { imagesPresent } from "./present.ts";
import { askedSource, type ImageSource } from "./source.ts";
import { isDelivered, settle } from "./substitute.ts";

/** Gigabytes needed for a cold build of all images, in the cache and in the Docker engine's folder. */
const room = { cache: 4, engine: 3 };

/** Notes for the user about what is missing, by source. */
const notes: Record<ImageSource, string[]> = {
  registry: [],
  build: [
    "Grafana is left out: no container registry is reachable, and Grafana can be had neither from Debian nor as a Go module.",
  ],
};

/** Ensures base images in the local Docker engine; all of them by default. */
export async function ensureImages(names: string[]): Promise<Record<string, unknown>> {
  const catalogue = readCatalogue();
  const asked = chooseImages(catalogue.images, names);
  const docker = await requireDocker();
  return alone("images", async () => {
    const source = await askedSource(catalogue);
    const { chosen, notes: substitutions } = await settle(catalogue.images, asked, isDelivered(source));
    const context: BuildContext = {
      catalogue,
      source,
      architecture: architectureOf(docker.arch),
      local: await localImages(),
      step: planSteps(plan(chosen, source, catalogue.images)),
    };
    const ready = source === "build" ? await imagesPresent(context, chosen) : {};
    if (Object.values(ready).some((id) => id === undefined) || source === "registry") {
      await requireCacheSpace(room.cache, "the base images");
      await requireEngineSpace(docker.folder, room.engine, "the base images");
    }
    const images = await makeImages(context, chosen);
    return { source, images, notes: [...notes[source], ...substitutions] };
  });
}

/** The images that get a progress step, including the bases that the source needs. */
function plan(
  chosen: BaseImage[],
  source: ImageSource,
  all: readonly BaseImage[],
): { id: string; label: string }[] {
  const needed = chosen.flatMap((image) =>
    source === "registry" && image.official ? [image] : withBases(all, [image]),
  );
  return [...new Set(needed)].map(({ name, label }) => ({ id: name, label }));
}
