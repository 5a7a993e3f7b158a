import { existsSync, readFileSync } from "node:fs";
import { inCheckout } from "../../paths.ts";
import { type LocalSettings as AllSettings, localSettings } from "../../stacks/settings/local.ts";
import { Failure } from "../terminal/exit.ts";
import type { Profile } from "./profiles.ts";
import { readSettingsFile, wrongSettings } from "./settings-file.ts";

/** Settings of the local stack that the launcher itself needs. */
export type LocalSettings = Pick<AllSettings, "publicUrl" | "ports">;

/** Ports of the host on which the local stack answers, by service. */
export type Ports = LocalSettings["ports"];
export type PublishedService = keyof Ports;

/** Which profile a published service belongs to. */
const profileOf: Readonly<Record<PublishedService, Profile>> = {
  nginx: "core",
  backendBlue: "core",
  backendGreen: "core",
  pgbouncer: "database",
  postgres: "database",
  prometheus: "monitoring",
  alertmanager: "monitoring",
  logs: "monitoring",
};

/** The ports that the profiles publish; each of them needs the database. */
export function portsOf(all: Ports, profiles: readonly Profile[]): Record<string, number> {
  const running = new Set<Profile>([...profiles, "database"]);
  return Object.fromEntries(
    Object.entries(all).filter(([service]) => running.has(profileOf[service as PublishedService])),
  );
}

/**
 * Reads the settings out of the text of Pulumi.local.yaml, by the stack's own schema.
 * @throws {Failure} one sentence that names the wrong keys
 */
export function parseLocalSettings(text: string, file = "Pulumi.local.yaml"): LocalSettings {
  const { settings, problems } = readSettingsFile(text, file);
  const { success, data, error } = localSettings.safeParse(settings);
  const known = new Set(problems.map(({ key }) => key));
  const others = (error?.issues ?? [])
    .map(({ path, message }) => ({ key: `config.tovplay:${path.join(".")}`, message }))
    .filter(({ key }) => !known.has(key));
  if (success && problems.length === 0) return data;
  throw wrongSettings(file, [...problems, ...others]);
}

/** Reads Pulumi.local.yaml of this checkout. */
export function readLocalSettings(): LocalSettings {
  const name = "Pulumi.local.yaml";
  const file = inCheckout(name);
  if (!existsSync(file)) {
    throw new Failure("usage", `${name} is missing; restore it with 'git checkout ${name}'`);
  }
  return parseLocalSettings(readFileSync(file, "utf8"), name);
}
