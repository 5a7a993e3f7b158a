import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { inCheckout, inState } from "../paths.ts";
import { LabFailure } from "./failure.ts";
import { must, run } from "./program.ts";
import { say } from "./report.ts";

const folder = inCheckout("lab", "image");

/** Timeout for fetching and unpacking the packages, in minutes. */
const buildMinutes = 20;

/** The base image from the toolchain. */
export function debianImage(): string {
  const file = process.env.TOVPLAY_IMAGES_FILE || inState("images.json");
  const images = z.object({ debian: z.string() });
  try {
    return images.parse(JSON.parse(readFileSync(file, "utf8"))).debian;
  } catch (cause) {
    throw new LabFailure(`there is no base image debian in ${file}; run './tovrun setup'`, { cause });
  }
}

function contentTag(base: string): string {
  const hash = createHash("sha256").update(base);
  for (const name of readdirSync(folder).sort())
    hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)));
  return `tovplay-lab-host:${hash.digest("hex").slice(0, 16)}`;
}

/** The test hosts' image, named by a hash of its content; builds it unless it exists. */
export async function ensureImage(): Promise<string> {
  const base = debianImage();
  const tag = contentTag(base);
  if ((await run("docker", ["image", "inspect", tag])).code === 0) return tag;
  say("image", "building it from Debian packages, about 200 MB");
  // The host's network, because package servers may be reachable only from there. The classic builder accepts a local base by its ID.
  const args = [
    "build",
    "--network",
    "host",
    "--force-rm",
    "--build-arg",
    `DEBIAN_IMAGE=${base}`,
    "--tag",
    tag,
  ];
  await must("docker", [...args, folder], { env: { DOCKER_BUILDKIT: "0" }, timeout: buildMinutes * 60_000 });
  return tag;
}
