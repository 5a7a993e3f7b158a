import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { inCheckout } from "../../paths.ts";
import type { ExportedState } from "../engine/stack.ts";
import { Failure } from "../terminal/exit.ts";
import { serviceTargets } from "./service-targets.ts";

/** A deployment of one service alone. */
export interface QuickPath {
  /** Resources that the engine may touch. */
  targets: readonly string[];
  /** Besides the engine's environment. */
  env: Readonly<Record<string, string>>;
  /** Removes what the program was given. */
  remove(): void;
}

const recordType = "tovplay-host:index:Record";
const migrationsUrn = /::tovplay-migrations-run$/;

const record = z.object({ inputs: z.object({ stdin: z.string() }) });
const migrations = z.object({ outputs: z.object({ stdout: z.string() }) });
const report = z.object({ schemaVersion: z.number().int() });

/** What a deployment of `service` alone touches, and what the program has to know for it. @throws {Failure} when it cannot be deployed alone */
export function quickPath(state: ExportedState | undefined, stack: string, service: string): QuickPath {
  const targets = serviceTargets(state, stack, service);
  const resources = state?.deployment.resources ?? [];
  const ran = resources.find(({ urn }) => migrationsUrn.test(urn) && targets.includes(urn));
  if (ran) refuseMigrations(ran, { stack, service });
  const last = record.safeParse(resources.find(({ type }) => type === recordType));
  if (!last.success)
    throw new Failure(
      "usage",
      `no deployment of ${stack} was finished yet; deploy all of it first: ./tovrun deploy ${stack}`,
    );
  const folder = mkdtempSync(join(tmpdir(), "tovplay-deployed-"));
  const file = join(folder, "release.json");
  writeFileSync(file, last.data.inputs.stdin, { mode: 0o600 });
  return {
    targets,
    env: { TOVPLAY_ONLY: service.replace(/^tovplay-/, ""), TOVPLAY_DEPLOYED_FILE: file },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A migration changes what roles may do as well, which only a whole deployment sees to. */
function refuseMigrations(ran: object, { stack, service }: { stack: string; service: string }): void {
  const parsed = migrations.safeParse(ran);
  const line = parsed.success ? (parsed.data.outputs.stdout.trim().split("\n").at(-1) ?? "") : "";
  const { schemaVersion } = report.parse(JSON.parse(line || "{}"));
  const newest = Math.max(
    0,
    ...readdirSync(inCheckout("app/backend/migrations")).map((name) => Number.parseInt(name, 10) || 0),
  );
  if (newest === schemaVersion) return;
  throw new Failure(
    "usage",
    `the checkout's schema has version ${newest}, that of ${stack} ${schemaVersion}: ${service} cannot be deployed alone; run ./tovrun deploy ${stack}`,
  );
}
