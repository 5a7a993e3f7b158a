import * as pulumi from "@pulumi/pulumi";
import { inCheckout, inState } from "../../paths.ts";
import { checkSettings, readConfiguration } from "./configuration.ts";
import type { Environment } from "./environment.ts";
import { type Images, readImages } from "./images.ts";
import { exceptService } from "./one-service.ts";
import { placeholderProblem } from "./placeholders.ts";
import { parseProfiles } from "./profiles.ts";
import { type Release, readRelease } from "./release.ts";
import { readSourceHashes, readTablePrivileges } from "./sources.ts";
import type { Stack } from "./stack.ts";

/**
 * The environment of the stack that is being previewed or deployed: the one place that reads configuration. An earlier
 * release that is to be deployed again (TOVPLAY_RELEASE_FILE) stands in for settings and images; secrets stay today's. Where one
 * service alone is deployed (TOVPLAY_ONLY), so does what is deployed now (TOVPLAY_DEPLOYED_FILE), save what is the service's own.
 * @throws one sentence that names the setting and what to do
 */
export function loadEnvironment<Settings>(stack: Stack<Settings>): Environment<Settings> {
  const name = pulumi.getStack();
  const checkout = inCheckout();
  const only = process.env.TOVPLAY_ONLY || undefined;
  const release = readRelease(process.env.TOVPLAY_RELEASE_FILE) ?? deployedBeside(only);
  const settings = { ...readConfiguration(), ...release?.settings };
  const problem = pulumi.runtime.isDryRun() ? undefined : placeholderProblem(name, settings);
  if (problem) throw new Error(problem);
  const today = readImages(process.env.TOVPLAY_IMAGES_FILE);
  return {
    settings: checkSettings(stack.settings, `Pulumi.${name}.yaml`, settings),
    stack: name,
    checkout,
    sourceHashes: readSourceHashes(checkout),
    appImages: release?.appImages,
    tablePrivileges: readTablePrivileges(checkout),
    stateDirectory: inState(),
    filesDirectory: inState("files"),
    images: { ...today.images, ...earlierImages(release) },
    logStore: today.logStore,
    profiles: parseProfiles(process.env.TOVPLAY_PROFILES),
    only,
  };
}

/** What stays deployed beside the only service that is; nothing where everything is deployed. */
function deployedBeside(only: string | undefined): Release | undefined {
  const deployed = only ? readRelease(process.env.TOVPLAY_DEPLOYED_FILE) : undefined;
  return only && deployed ? exceptService(deployed, only) : undefined;
}

/** Images of an earlier release that is deployed again: they take precedence over those of today. */
function earlierImages(release: Release | undefined): Partial<Images> {
  const earlier = Object.entries(release?.images ?? {}).filter(([, image]) => image !== undefined);
  return Object.fromEntries(earlier);
}
