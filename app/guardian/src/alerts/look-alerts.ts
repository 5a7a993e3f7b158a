import type { Failure } from "../rounds/failure.ts";
import type { DatabaseState, Look } from "../rounds/look.ts";
import type { LookMemory } from "../rounds/look-memory.ts";
import type { Alert } from "./alert.ts";

/** What is declared about the database. */
export interface Declared {
  databaseName: string;
  systemIdentifier: string | undefined;
  provisioningMinutes: number;
}

/** Consecutive looks without an answer that count as an outage; a reconnection may lose one. */
const outage = 2;

/** Alerts from one look at the database. */
export function lookAlerts(found: Look, memory: LookMemory, declared: Declared, now: number): Alert[] {
  if ("failure" in found.database) return failureAlerts(found.database.failure, memory, declared);
  const state = found.database.value;
  return [
    ...identityAlerts(state, memory, declared),
    ...templateAlerts(state),
    ...schemaAlerts(found, memory),
    ...windowAlerts(found, memory, declared, now),
  ];
}

/** Failures with a known cause, by SQLSTATE; a deleted data directory gives 58P01 or 58030. */
const known: Record<string, [name: string, summary: string, fix: string]> = {
  "3D000": ["DatabaseMissing", "the database does not exist", "run ./tovrun restore --before-drop"],
  "58P01": ["DataDamaged", "files of the cluster are missing", "run ./tovrun restore --latest"],
  "58030": [
    "DataDamaged",
    "the disk of the cluster reports errors",
    "check the disk, then run ./tovrun restore --latest",
  ],
  XX001: [
    "DataDamaged",
    "a page of the cluster is damaged",
    "stop writing, then run ./tovrun restore --latest",
  ],
  XX002: [
    "DataDamaged",
    "an index of the cluster is damaged",
    "REINDEX it, then run ./tovrun backup --verify",
  ],
  "28P01": ["GuardianLockedOut", "the database refuses the guardian's password", "deploy the database"],
  "28000": ["GuardianLockedOut", "the database refuses the guardian's login", "deploy the database"],
  "42501": [
    "GuardianLockedOut",
    "the guardian lacks the privileges to watch the database",
    "deploy the database",
  ],
};

function failureAlerts({ code, message }: Failure, { failures }: LookMemory, declared: Declared): Alert[] {
  const cause = known[code];
  if (cause) {
    const [name, summary, fix] = cause;
    return [critical(name, `${declared.databaseName}: ${summary}`, fix, message)];
  }
  if (failures < outage) return [];
  return [
    critical(
      "DatabaseUnreachable",
      `${declared.databaseName} does not answer`,
      "run ./tovrun logs postgres",
      message,
    ),
  ];
}

function identityAlerts(state: DatabaseState, { seen }: LookMemory, { systemIdentifier }: Declared): Alert[] {
  if (systemIdentifier && state.systemIdentifier !== systemIdentifier) {
    const what = `the cluster is ${state.systemIdentifier} instead of the declared ${systemIdentifier}`;
    return [critical("WrongCluster", what, "correct the database's address, or deploy the database")];
  }
  if (!seen) return [];
  const changes = (["systemIdentifier", "name", "oid"] as const).flatMap((field) =>
    state[field] === seen[field] ? [] : `${field} was ${seen[field]} and is ${state[field]}`,
  );
  if (changes.length === 0) return [];
  const fix =
    "if nobody restored it on purpose, run ./tovrun restore --before-drop; otherwise accept it as docs/guardian.md describes";
  return [critical("DatabaseReplaced", `the database has been replaced: ${changes.join(", ")}`, fix)];
}

function templateAlerts({ name, isTemplate }: DatabaseState): Alert[] {
  if (isTemplate) return [];
  const fix = "deploy the database, which makes it a template again";
  return [critical("TemplateLockOff", `${name} is not a template, so DROP DATABASE would succeed`, fix)];
}

function schemaAlerts({ schemaVersion }: Look, { seen }: LookMemory): Alert[] {
  if ("failure" in schemaVersion) {
    if (schemaVersion.failure.code !== "42P01") return [];
    const fix = "run ./tovrun restore --before-drop, unless the database is being set up";
    return [
      critical(
        "SchemaMissing",
        "the table schema_version does not exist",
        fix,
        schemaVersion.failure.message,
      ),
    ];
  }
  const version = schemaVersion.value ?? 0;
  if (!seen || version >= seen.schemaVersion) return [];
  const what = `the schema was at version ${seen.schemaVersion} and is now at ${version}`;
  return [critical("SchemaWentBack", what, "run the migrations, or restore if rows are missing as well")];
}

function windowAlerts(found: Look, memory: LookMemory, declared: Declared, now: number): Alert[] {
  const alerts: Alert[] = [];
  if ("value" in found.changeWindow && found.changeWindow.value !== null) {
    const fix =
      "this is expected during a migration; otherwise run SELECT protection.close() as the migrator";
    alerts.push(warning("ChangeWindowOpen", `a change window is ${found.changeWindow.value}`, fix));
  }
  const { provisioningSince: since } = memory;
  if (since !== undefined && now - since > declared.provisioningMinutes * 60_000) {
    const what = `tovplay_provisioner has been able to log in for more than ${declared.provisioningMinutes} minutes`;
    const fix = "if no deployment is running, run ALTER ROLE tovplay_provisioner NOLOGIN as the superuser";
    alerts.push(critical("ProvisionerStillOpen", what, fix));
  }
  return alerts;
}

function warning(name: string, summary: string, fix: string): Alert {
  return { name, severity: "warning", labels: {}, annotations: { summary, fix } };
}

function critical(name: string, summary: string, fix: string, detail?: string): Alert {
  const annotations = { summary, fix, ...(detail ? { detail } : {}) };
  return { name, severity: "critical", labels: {}, annotations };
}
