import { containerPolicy } from "../../container-policy.ts";

const imageId = /^sha256:[0-9a-f]{64}$/;
const digest = /@sha256:[0-9a-f]{64}$/;

export const policy = containerPolicy({
  name: "image-pinned",
  why: "A tag can point at another image tomorrow: then nobody knows what runs, and a rollback brings back something else.",
  mend: "Name the image by its ID (sha256:…), or by name and digest (name:tag@sha256:…).",
  decide: ({ image }) => {
    if (!image) return "names no image";
    if (imageId.test(image)) return undefined;
    const tag = /:([^:/@]+)(?:@|$)/.exec(image)?.[1];
    if (tag === "latest") return `runs ${image}, and 'latest' means nothing in particular`;
    if (digest.test(image)) return undefined;
    return tag === undefined
      ? `runs ${image}, which has no tag and so means 'latest'`
      : `runs ${image}, whose tag can move`;
  },
});
