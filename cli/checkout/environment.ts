import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { inState } from "../../paths.ts";
import { ensurePassphraseFile, hasOwnPassphrase, passphraseFile } from "./passphrase.ts";
import { readProfiles } from "./profiles.ts";
import type { EngineResult } from "./toolchain-lines.ts";

/** Private key that is offered besides the agent's, unless the caller names another. */
export const usualKeyFile = join(homedir(), ".ssh", "id_ed25519");

/** Where Docker looks for its buildx plugin. */
const pluginFolders = [
  join(process.env.DOCKER_CONFIG || join(homedir(), ".docker"), "cli-plugins"),
  "/usr/local/lib/docker/cli-plugins",
  "/usr/local/libexec/docker/cli-plugins",
  "/usr/lib/docker/cli-plugins",
  "/usr/libexec/docker/cli-plugins",
];

function hasBuildx(): boolean {
  return pluginFolders.some((folder) => existsSync(join(folder, "docker-buildx")));
}

/** Where Pulumi keeps state when the user has not said so: a folder that outlives the checkout. */
export function backendUrl(environment: NodeJS.ProcessEnv): string {
  return environment.PULUMI_BACKEND_URL || `file://${inState("pulumi")}`;
}

/** A PATH on which the engine's folders come first, but no older Node beside a user's own engine before the one that runs this. */
export function enginePath(
  folders: readonly string[],
  path: string | undefined,
  node = process.execPath,
): string {
  const hidden = folders.some((folder) => existsSync(join(folder, "node")));
  return [...(hidden ? [dirname(node)] : []), ...folders, path ?? ""].join(delimiter);
}

/** What the engine adds to or changes in `caller`'s environment; makes the folders and the passphrase it names. */
export function engineVariables(engine: EngineResult, caller: NodeJS.ProcessEnv): Record<string, string> {
  mkdirSync(inState("pulumi"), { recursive: true, mode: 0o700 });
  if (!hasOwnPassphrase(caller)) ensurePassphraseFile();
  return {
    ...engine.environment,
    PATH: enginePath(engine.path, caller.PATH),
    PULUMI_BACKEND_URL: backendUrl(caller),
    ...(hasOwnPassphrase(caller) ? {} : { PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile }),
    // A new clone has no salt in its Pulumi.local.yaml: the stack's own state has it.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    TOVPLAY_STATE_DIR: inState(),
    TOVPLAY_SSH_KEY_FILE: caller.TOVPLAY_SSH_KEY_FILE || usualKeyFile,
    TOVPLAY_IMAGES_FILE: inState("images.json"),
    TOVPLAY_PROFILES: caller.TOVPLAY_PROFILES || readProfiles().join(","),
    ...(hasBuildx() ? {} : { DOCKER_BUILDKIT: "0" }),
  };
}

/** The whole environment for a program that works with the engine. */
export function engineEnvironment(engine: EngineResult, caller = process.env): NodeJS.ProcessEnv {
  return { ...caller, ...engineVariables(engine, caller) };
}
