import pLimit from "p-limit";
import { imageId } from "../driver/docker.ts";
import { contentKey } from "../driver/key.ts";
import type { Outcome, Progress, RunStep } from "../driver/report.ts";
import { shared } from "../driver/shared.ts";
import type { CompileContext } from "../go/compile.ts";
import type { Architecture } from "./architecture.ts";
import { type Bases, buildArgument, buildImage } from "./build.ts";
import { type BaseImage, type Catalogue, chooseImages } from "./catalogue.ts";
import { buildDebian } from "./debian.ts";
import { imageKey, localTag } from "./key.ts";
import { preparePrograms } from "./programs.ts";
import { pullOfficial } from "./registry.ts";
import type { ImageSource } from "./source.ts";

/** What building images needs. */
export interface BuildContext {
  catalogue: Catalogue;
  source: ImageSource;
  architecture: Architecture;
  /** IDs of the images that were built here before, by reference. */
  local: ReadonlyMap<string, string>;
  step: RunStep;
}

type Make = (image: BaseImage) => Promise<string>;
type Place = <T>(work: () => Promise<T>) => Promise<T>;
interface Made {
  reference: string;
  outcome: Outcome;
}

/** Concurrent Docker builds: they alternate between waiting for the network and using the processor. */
const width = 3;

/** Builds or pulls the images and their bases, independent ones concurrently; returns references by name. */
export async function makeImages(
  context: BuildContext,
  chosen: readonly BaseImage[],
): Promise<Record<string, string>> {
  const started = new Map<string, Promise<string>>();
  const place = pLimit(width);
  const make: Make = (image) => {
    const already = started.get(image.name);
    if (already !== undefined) return already;
    const making = makeReported(context, image, make, place);
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

async function makeReported(
  context: BuildContext,
  image: BaseImage,
  make: Make,
  place: Place,
): Promise<string> {
  let reference = "";
  await context.step(image.name, async (progress) => {
    const made = await makeOne(context, image, { make, place, progress });
    reference = made.reference;
    return made.outcome;
  });
  return reference;
}

async function makeOne(
  context: BuildContext,
  image: BaseImage,
  { make, place, progress }: { make: Make; place: Place; progress: Progress },
): Promise<Made> {
  const official = context.source === "registry" || image.otherwise ? image.official : undefined;
  const origin = official && (await place(() => pullOfficial(image.name, official, progress)));
  if (origin && !official?.extended) return { reference: origin, outcome: "done" };

  const tag = await tagOf(context, image, origin);
  // Another process may have built it meanwhile.
  const present = context.local.get(tag) ?? (await imageId(tag));
  if (present) return { reference: present, outcome: "cached" };

  const compileContext = { progress, goImage: () => make(goImageOf(context)) };
  if (!origin) await preparePrograms(image, context.architecture, compileContext);
  progress("waiting for its base images");
  const bases = origin ? officialBases(origin, tag) : await localBases(context.catalogue, image, make, tag);
  progress("waiting for its turn");
  await shared(tag, () => place(() => build(context, image, bases, compileContext)));
  return { reference: (await imageId(tag)) ?? tag, outcome: "done" };
}

/** On official bases the same Dockerfile gives a different image, so it gets a different tag. */
async function tagOf(context: BuildContext, image: BaseImage, origin: string | undefined): Promise<string> {
  const key = await imageKey(context.catalogue, image, context.architecture);
  if (context.source === "build") return localTag(image.name, key);
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

function goImageOf({ catalogue }: BuildContext): BaseImage {
  const [golang] = chooseImages(catalogue.images, ["golang"]);
  if (!golang) throw new Error("there is no image golang in toolchain/images.json; restore it");
  return golang;
}

async function build(
  context: BuildContext,
  image: BaseImage,
  bases: Bases,
  compileContext: CompileContext,
): Promise<void> {
  const { catalogue, architecture } = context;
  if (image.from.length === 0)
    return buildDebian({ ...catalogue, architecture }, bases.tag, compileContext.progress);
  return buildImage(image, bases, architecture, compileContext);
}
