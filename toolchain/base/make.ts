import { bounded } from "../driver/bounded.ts";
import { imageId } from "../driver/docker.ts";
import { contentKey } from "../driver/key.ts";
import type { Outcome, Progress, RunStep } from "../driver/report.ts";
import { shared } from "../driver/shared.ts";
import type { Workshop } from "../go/compile.ts";
import type { Architecture } from "./architecture.ts";
import { type Bases, buildArgument, buildImage } from "./build.ts";
import { type BaseImage, type Catalogue, chooseImages } from "./catalogue.ts";
import { buildDebian } from "./debian.ts";
import { imageKey, localTag } from "./key.ts";
import { preparePrograms } from "./programs.ts";
import { pullOfficial } from "./registry.ts";
import type { ImageSource } from "./source.ts";

/** Everything that making images depends on. */
export interface Depot {
  catalogue: Catalogue;
  source: ImageSource;
  architecture: Architecture;
  step: RunStep;
}

type Make = (image: BaseImage) => Promise<string>;
type Place = <T>(work: () => Promise<T>) => Promise<T>;
type Made = { reference: string; outcome: Outcome };

/** Docker builds that run side by side: they wait for the network and for one processor by turns. */
const width = 3;

/** Makes the images and what they start from, independent ones side by side; returns a reference by name. */
export async function makeImages(
  depot: Depot,
  chosen: readonly BaseImage[],
): Promise<Record<string, string>> {
  const started = new Map<string, Promise<string>>();
  const place = bounded(width);
  const make: Make = (image) => {
    const already = started.get(image.name);
    if (already !== undefined) return already;
    const making = makeReported(depot, image, make, place);
    started.set(image.name, making);
    return making;
  };
  const made = await Promise.allSettled(
    chosen.map(async (image) => [image.name, await make(image)] as const),
  );
  const failed = made.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
  return Object.fromEntries(made.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
}

async function makeReported(depot: Depot, image: BaseImage, make: Make, place: Place): Promise<string> {
  let reference = "";
  await depot.step(image.name, async (progress) => {
    const made = await makeOne(depot, image, { make, place, progress });
    reference = made.reference;
    return made.outcome;
  });
  return reference;
}

async function makeOne(
  depot: Depot,
  image: BaseImage,
  { make, place, progress }: { make: Make; place: Place; progress: Progress },
): Promise<Made> {
  const official = depot.source === "registry" || image.otherwise ? image.official : undefined;
  const origin = official && (await place(() => pullOfficial(image.name, official, progress)));
  if (origin && !official?.extended) return { reference: origin, outcome: "done" };

  const tag = await tagOf(depot, image, origin);
  const present = await imageId(tag);
  if (present) return { reference: present, outcome: "cached" };

  const workshop = { progress, goImage: () => make(goImageOf(depot)) };
  if (!origin) await preparePrograms(image, depot.architecture, workshop);
  progress("waiting for what it starts from");
  const bases = origin ? officialBases(origin, tag) : await localBases(depot.catalogue, image, make, tag);
  progress("waiting for its turn");
  await shared(tag, () => place(() => build(depot, image, bases, workshop)));
  return { reference: (await imageId(tag)) ?? tag, outcome: "done" };
}

/** On official bases the same recipe makes another image, so it is kept under another name. */
async function tagOf(depot: Depot, image: BaseImage, origin: string | undefined): Promise<string> {
  const key = await imageKey(depot.catalogue, image, depot.architecture);
  if (depot.source === "build") return localTag(image.name, key);
  return localTag(`${image.name}-official`, contentKey({ key, origin: origin ?? "" }));
}

const officialBases = (origin: string, tag: string): Bases => ({
  arguments: { OFFICIAL_IMAGE: origin },
  dockerfile: "official.Dockerfile",
  tag,
});

async function localBases(catalogue: Catalogue, image: BaseImage, make: Make, tag: string): Promise<Bases> {
  const made = image.from.map(async (name) => {
    const [base = image] = chooseImages(catalogue.images, [name]);
    return [buildArgument(name), await make(base)] as const;
  });
  return { arguments: Object.fromEntries(await Promise.all(made)), dockerfile: "Dockerfile", tag };
}

function goImageOf({ catalogue }: Depot): BaseImage {
  const [golang] = chooseImages(catalogue.images, ["golang"]);
  if (!golang) throw new Error("toolchain/images.json has no image golang; restore it");
  return golang;
}

async function build(depot: Depot, image: BaseImage, bases: Bases, workshop: Workshop): Promise<void> {
  const { catalogue, architecture } = depot;
  if (image.from.length === 0)
    return buildDebian({ ...catalogue, architecture }, bases.tag, workshop.progress);
  return buildImage(image, bases, architecture, workshop);
}
