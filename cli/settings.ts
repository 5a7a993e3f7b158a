import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { Failure } from "./exit.ts";
import { inCheckout } from "./place.ts";
import type { Profile } from "./profiles.ts";

const port = z.number().int().min(1).max(65_535);

const ports = z.object({
  nginx: port,
  backend: port,
  pgbouncer: port,
  postgres: port,
  prometheus: port,
  alertmanager: port,
  loki: port,
});

/** Ports of the host on which the local stack answers, by service. */
export type Ports = z.infer<typeof ports>;
export type PublishedService = keyof Ports;

const settingsFile = z.object({ config: z.object({ "tovplay:publicUrl": z.url(), "tovplay:ports": ports }) });

/** Which profile a published service belongs to. */
const PROFILE_OF: Readonly<Record<PublishedService, Profile>> = {
  nginx: "core",
  backend: "core",
  pgbouncer: "database",
  postgres: "database",
  prometheus: "monitoring",
  alertmanager: "monitoring",
  loki: "monitoring",
};

/** The ports that the profiles publish; each of them needs the database. */
export function portsOf(all: Ports, profiles: readonly Profile[]): Record<string, number> {
  const running = new Set<Profile>([...profiles, "database"]);
  return Object.fromEntries(
    Object.entries(all).filter(([service]) => running.has(PROFILE_OF[service as PublishedService])),
  );
}

/** Settings of the local stack that the launcher itself needs. */
export interface LocalSettings {
  readonly publicUrl: string;
  readonly ports: Ports;
}

/** Reads the settings out of the text of Pulumi.local.yaml. @throws {Failure} one sentence that names the wrong keys */
export function parseLocalSettings(text: string, file = "Pulumi.local.yaml"): LocalSettings {
  const parsed = settingsFile.safeParse(parseYaml(text, file));
  if (parsed.success) {
    const { config } = parsed.data;
    return { publicUrl: config["tovplay:publicUrl"], ports: config["tovplay:ports"] };
  }
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Failure("usage", `${file} has to be corrected: ${problems.join("; ")}`);
}

function badYaml(file: string, cause: unknown): Failure {
  const [reason = "unreadable"] = cause instanceof Error ? cause.message.split("\n") : [];
  return new Failure("usage", `${file} is not valid YAML: ${reason.replace(/:$/, "")}`, { cause });
}

function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw badYaml(file, error);
  }
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
