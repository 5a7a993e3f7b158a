import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { type Environment, parseSettings, readImages } from "./environment.ts";
import { parseProfiles } from "./profiles.ts";
import { readSourceHashes, readTablePrivileges } from "./sources.ts";

/**
 * The environment of the stack that is being previewed or deployed: the one place that reads configuration.
 * @throws one sentence that names the setting and the mend
 */
export function loadEnvironment(): Environment {
  const stack = pulumi.getStack();
  const config = new pulumi.Config();
  const settings = {
    publicUrl: config.get("publicUrl"),
    ports: config.getObject<unknown>("ports"),
    pooler: config.getObject<unknown>("pooler"),
  };
  const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
  return {
    ...parseSettings(`Pulumi.${stack}.yaml`, settings),
    stack,
    checkout,
    sourceHashes: readSourceHashes(checkout),
    tablePrivileges: readTablePrivileges(checkout),
    filesDirectory: join(stateDirectory(process.env), "files"),
    images: readImages(process.env.TOVPLAY_IMAGES_FILE),
    profiles: parseProfiles(process.env.TOVPLAY_PROFILES),
  };
}

function stateDirectory(environment: NodeJS.ProcessEnv): string {
  if (environment.TOVPLAY_STATE_DIR) return environment.TOVPLAY_STATE_DIR;
  return join(environment.XDG_STATE_HOME || join(homedir(), ".local", "state"), "tovplay");
}
