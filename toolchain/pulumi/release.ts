import { readFileSync } from "node:fs";
import { z } from "zod";
import { ToolchainFailure } from "../driver/failure.ts";

const schema = z.strictObject({
  version: z.string(),
  /** The oldest version of the user's own engine that is accepted. */
  oldest: z.tuple([z.number(), z.number(), z.number()]),
  /** The vendor's site with archives and checksums. */
  site: z.url(),
  /** Large plugins that the local stack does not need: a downloaded engine fetches them when a stack first uses them. */
  fetchedLater: z.array(z.string()),
});

/** The engine release that this project uses. */
export const release = schema.parse(
  JSON.parse(readFileSync(new URL("release.json", import.meta.url), "utf8")),
);

/** Milliseconds after which the download site counts as unreachable. */
const probeTime = 3000;

/** Address of a site's list of checksums. */
export const checksumsAddress = (site: string): string => `${site}/pulumi-${release.version}-checksums.txt`;

/** Name of the published archive for Node's names of an operating system and architecture. */
export function archiveName(platform: NodeJS.Platform, architecture: string): string {
  const known = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];
  const kind = `${platform}-${architecture}`;
  if (known.includes(kind)) return `pulumi-v${release.version}-${kind}.tar.gz`;
  throw new ToolchainFailure(
    `There is no Pulumi for ${kind}; use Linux or macOS on an amd64 or arm64 machine.`,
  );
}

/** The SHA-256 of a file in a list of checksums. @throws when the list does not contain the file */
export function checksumFor(list: string, file: string): string {
  for (const line of list.split("\n")) {
    const [sum = "", name] = line.trim().split(/\s+\*?/);
    if (name === file && /^[0-9a-f]{64}$/.test(sum)) return sum;
  }
  throw new ToolchainFailure(
    `The list of checksums does not contain ${file}; set TOVPLAY_TOOLCHAIN=build to build it here.`,
  );
}

/** Whether the download site answers. */
export async function siteAnswers(): Promise<boolean> {
  const asked = fetch(checksumsAddress(release.site), {
    method: "HEAD",
    signal: AbortSignal.timeout(probeTime),
  });
  return asked.then(
    (answer) => answer.ok,
    () => false,
  );
}
