import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { hashOf, imageInputs, imageNames } from "../../app/image-inputs.ts";
import { programs } from "../../bundles/programs.mjs";
import { inCheckout, inState } from "../../paths.ts";
import { withoutSalt } from "../checkout/salt-filter.ts";
import { localStack, type Target } from "../engine/pulumi.ts";

/** What a deployment is made from besides the images: the bundles' sources, which the bundler proves complete, and what they read. */
const program = [
  "Pulumi.yaml",
  "app/backend/privileges.json",
  "package-lock.json",
  "templates",
  ...new Set(
    programs
      .filter(({ name }) => ["stacks", "policies", "provider"].includes(name))
      .flatMap(({ sources }) => sources),
  ),
];

/** Hashes of what a deployment of `stack` is made from, by part: `program`, and each image that is built here. */
export type Inputs = Readonly<Record<string, string>>;

/**
 * Hashes everything that decides what a deployment does, besides the stack's own state and what there is already.
 * @param referenced states of the stacks whose outputs it uses
 */
export function inputsOf({ stack, env }: Target, referenced: readonly string[]): Inputs {
  const hash = createHash("sha256");
  // Another clone of the same content deploys the same: paths are the checkout's own.
  for (const path of program.flatMap(filesIn))
    hash
      .update(`${path}\0`)
      .update(readFileSync(inCheckout(path)))
      .update("\0");
  const release = env.TOVPLAY_RELEASE_FILE;
  const others = [
    withoutSalt(readFileSync(inCheckout(`Pulumi.${stack}.yaml`), "utf8")),
    readFileSync(env.TOVPLAY_IMAGES_FILE || inState("images.json"), "utf8"),
    release && existsSync(release) ? readFileSync(release, "utf8") : "",
    // Hosts have no parts that can be left out.
    stack === localStack ? (env.TOVPLAY_PROFILES ?? "") : "",
    // Exceptions from policies, and certificates, end on a day.
    new Date().toISOString().slice(0, 10),
    ...referenced,
  ];
  for (const text of others) hash.update(text).update("\0");
  const builds = imageNames.map((name) => [name, hashOf(imageInputs(name, inCheckout()))]);
  return { program: hash.digest("hex"), ...Object.fromEntries(builds) };
}

function filesIn(path: string): string[] {
  if (!statSync(inCheckout(path)).isDirectory()) return [path];
  return readdirSync(inCheckout(path))
    .filter((name) => name !== "node_modules")
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

/** Parts that differ. */
export function changedParts(before: Inputs, now: Inputs): string[] {
  const parts = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...parts].filter((part) => before[part] !== now[part]).sort();
}
