import { z } from "zod";
import { connectionSchema } from "../ssh/connection.ts";

const imageId = /^sha256:[0-9a-f]{64}$/;
const reference =
  /^([a-z0-9]+(?:[._-][a-z0-9]+)*(?::[0-9]+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*)(?::[\w.-]+)?@sha256:([0-9a-f]{64})$/;
const repository = /^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/;

/** What is to be on a host, and how it gets there. */
export const imageSchema = z
  .object({
    /** The host. Default: this machine. */
    connection: connectionSchema.optional(),
    /** Image ID (`sha256:…`) of an image that this machine's engine has, or `name@sha256:…`. */
    image: z.string().regex(new RegExp(`${imageId.source}|${reference.source}`), {
      error: "is neither an image ID (sha256:…) nor a name with a digest (name@sha256:…)",
    }),
    /** `transfer`: from this machine's engine over SSH; `registry`: the host pulls it. */
    delivery: z.enum(["transfer", "registry"]),
    /** Repository under which the image is tagged on the host. Default: the one in the name of `image`. */
    name: z.string().regex(repository, "is no name of an image repository, as in tovplay/backend").optional(),
    /** How many images of that name the host keeps. */
    keep: z.number().int().min(1).default(3),
    /** Whom the registry lets pull. Default: everybody. */
    credentials: z.object({ username: z.string().min(1), password: z.string().min(1) }).optional(),
  })
  .refine(({ image, delivery }) => delivery === "transfer" || !imageId.test(image), {
    path: ["image"],
    error: "is an image ID, which no registry can be asked for; give name@sha256:… or deliver it by transfer",
  })
  .refine(({ image, name }) => name !== undefined || !imageId.test(image), {
    path: ["name"],
    error: "is missing, and an image ID has none of its own; give one, as in tovplay/backend",
  });

/** What is to be on a host, and how it gets there. */
export type ImageInputs = z.input<typeof imageSchema>;

/** How an image is called. */
export interface ImageNames {
  /** In messages. */
  label: string;
  /** Repository of its tag on the host. */
  repository: string;
  /** Tag on the host: the first 12 digits of the digest that it was asked for by. */
  tag: string;
  /** What the host's engine is asked for to learn whether it has the image. */
  lookup: string;
}

export function namesOf({ image, delivery, name }: ImageInputs): ImageNames {
  const tag = image.slice(image.indexOf("sha256:") + "sha256:".length).slice(0, 12);
  const ownRepository = name ?? reference.exec(image)?.[1] ?? image;
  const tagged = `${ownRepository}:${tag}`;
  // A transferred image carries no registry's digest: its tag is how it is found again.
  const lookup = imageId.test(image) || delivery === "registry" ? image : tagged;
  return { label: tagged, repository: ownRepository, tag, lookup };
}

/** Whether an image is named by its ID. */
export function isImageId(image: string): boolean {
  return imageId.test(image);
}
