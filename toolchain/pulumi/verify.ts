import { join } from "node:path";
import { ask } from "../driver/command.ts";
import { ToolchainFailure } from "../driver/failure.ts";
import { pluginsPresent } from "./own.ts";
import { release } from "./release.ts";
import type { Plugin } from "./targets.ts";

/** Environment in which an installed engine finds its plugins. */
export const engineEnvironment = (folder: string): Record<string, string> => ({
  PULUMI_HOME: join(folder, "home"),
});

/** The versions that an installed engine reports. @throws when one is not the expected version */
export async function verifyEngine(
  folder: string,
  plugins: readonly Plugin[],
): Promise<Record<string, string>> {
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
