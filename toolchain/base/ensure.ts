import { requireDocker } from "../driver/docker.ts";
import { alone } from "../driver/lock.ts";
import { planSteps } from "../driver/report.ts";
import { requireCacheSpace, requireEngineSpace } from "../driver/space.ts";
import { architectureOf } from "./architecture.ts";
import { type BaseImage, chooseImages, readCatalogue, withBases } from "./catalogue.ts";
import { type Depot, makeImages } from "./make.ts";
import { imagesPresent } from "./present.ts";
import { askedSource, type ImageSource } from "./source.ts";
import { isDelivered, settle } from "./substitute.ts";

/** Gigabytes that a cold build of all images takes, in the cache and in the Docker engine's folder. */
const room = { cache: 4, engine: 3 };

/** What is not there when images are built, in sentences for the user. */
const notes: Record<ImageSource, string[]> = {
  registry: [],
  build: [
    "Grafana is left out: no container registry is reachable, and Grafana can be had neither from Debian nor as a Go module.",
  ],
};

/** Ensures base images in the local Docker engine; all of them when no name is given. */
export async function ensureImages(names: string[]): Promise<Record<string, unknown>> {
  const catalogue = readCatalogue();
  const asked = chooseImages(catalogue.images, names);
  const docker = await requireDocker();
  return alone("images", async () => {
    const source = await askedSource(catalogue);
    const { chosen, notes: substitutions } = await settle(catalogue.images, asked, isDelivered(source));
    const depot: Depot = {
      catalogue,
      source,
      architecture: architectureOf(docker.arch),
      step: planSteps(plan(chosen, source, catalogue.images)),
    };
    const ready = source === "build" ? await imagesPresent(catalogue, chosen, depot.architecture) : {};
    if (Object.values(ready).some((id) => id === undefined) || source === "registry") {
      await requireCacheSpace(room.cache, "the base images");
      await requireEngineSpace(docker.folder, room.engine, "the base images");
    }
    const images = await makeImages(depot, chosen);
    return { source, images, notes: [...notes[source], ...substitutions] };
  });
}

/** The images that get a step: with their bases, as far as the source needs them. */
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
