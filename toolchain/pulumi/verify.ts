import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { ask } from "../driver/command.ts";
import { ToolchainFailure } from "../driver/failure.ts";
import { parseJson } from "../driver/json.ts";
import { pluginsPresent } from "./own.ts";
import { release } from "./release.ts";
import type { Plugin } from "./targets.ts";

/** Environment in which an installed engine finds its plugins. */
export const engineEnvironment = (folder: string): Record<string, string> => ({
  PULUMI_HOME: join(folder, "home"),
});

const verified = z.object({ files: z.array(z.string()), versions: z.record(z.string(), z.string()) });

/**
 * The versions that an installed engine reports. It is asked once: what it said is remembered as long as its program and
 * those of its plugins are the same files.
 * @throws when one is not the expected version
 */
export async function verifyEngine(
  folder: string,
  plugins: readonly Plugin[],
): Promise<Record<string, string>> {
  const memory = join(folder, "verified.json");
  const files = await identities(folder, plugins);
  const text = await readFile(memory, "utf8").catch(() => undefined);
  const remembered = verified.safeParse(parseJson(text)).data;
  if (remembered && remembered.files.join("\n") === files.join("\n")) return remembered.versions;
  const versions = await askVersions(folder, plugins);
  await writeFileAtomic(memory, JSON.stringify({ files, versions }));
  return versions;
}

/** What tells a program's file from any other in its place, a line each; a file that is missing has a line too. */
function identities(folder: string, plugins: readonly Plugin[]): Promise<string[]> {
  const programs = plugins.map(({ kind, name, version }) => {
    const program = `pulumi-${kind}-${name}`;
    return join("home/plugins", `${kind}-${name}-v${version}`, program);
  });
  const lines = ["bin/pulumi", ...programs].map(async (path) => {
    const found = await stat(join(folder, path), { bigint: true }).catch(() => undefined);
    return found
      ? [path, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(" ")
      : `${path} is missing`;
  });
  return Promise.all(lines);
}

async function askVersions(folder: string, plugins: readonly Plugin[]): Promise<Record<string, string>> {
  const pulumi = join(folder, "bin", "pulumi");
  const environment = { ...engineEnvironment(folder), PULUMI_SKIP_UPDATE_CHECK: "true" };
  const version = ((await ask(pulumi, ["version"], { environment })) ?? "nothing").replace(/^v/, "");
  const again = `remove ${folder} and run the command again`;
  if (version !== release.version) {
    throw new ToolchainFailure(
      `${pulumi} reports version ${version} instead of ${release.version}; ${again}.`,
    );
  }
  const present = await pluginsPresent(pulumi, environment);
  const versions: Record<string, string> = { pulumi: version };
  for (const { name, version: wanted } of plugins) {
    if (!present.has(`${name}@${wanted}`))
      throw new ToolchainFailure(`The engine in ${folder} has no plugin ${name} ${wanted}; ${again}.`);
    versions[name] = wanted;
  }
  return versions;
}
