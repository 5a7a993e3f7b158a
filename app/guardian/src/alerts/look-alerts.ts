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

/** Looks in a row without an answer that are an outage: one is lost when a connection is made anew. */
const outage = 2;

/** What is the matter by one look at the database. */
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

/** Failures that say at once what happened, by SQLSTATE; rm -rf of the data directory is 58P01 or 58030. */
const known: Record<string, [name: string, summary: string, mend: string]> = {
  "3D000": ["DatabaseMissing", "the database is gone", "./tovrun restore --before-drop"],
  "58P01": ["DataDamaged", "files of the cluster are gone", "./tovrun restore --latest"],
  "58030": [
    "DataDamaged",
    "the disk of the cluster fails",
    "look at the disk, then ./tovrun restore --latest",
  ],
  XX001: ["DataDamaged", "a page of the cluster is damaged", "stop writing, then ./tovrun restore --latest"],
  XX002: ["DataDamaged", "an index of the cluster is damaged", "REINDEX it, then ./tovrun backup --verify"],
  "28P01": ["GuardianLockedOut", "the database refuses the guardian's password", "deploy the database"],
  "28000": ["GuardianLockedOut", "the database refuses the guardian", "deploy the database"],
  "42501": ["GuardianLockedOut", "the guardian may not see what it has to watch", "deploy the database"],
};

function failureAlerts({ code, message }: Failure, { failures }: LookMemory, declared: Declared): Alert[] {
  const cause = known[code];
  if (cause) {
    const [name, summary, mend] = cause;
    return [critical(name, `${declared.databaseName}: ${summary}`, mend, message)];
  }
  if (failures < outage) return [];
  return [
    critical(
      "DatabaseUnreachable",
      `${declared.databaseName} does not answer`,
      "./tovrun logs postgres",
      message,
    ),
  ];
}

function identityAlerts(state: DatabaseState, { seen }: LookMemory, { systemIdentifier }: Declared): Alert[] {
  if (systemIdentifier && state.systemIdentifier !== systemIdentifier) {
    const what = `the cluster is ${state.systemIdentifier}, declared is ${systemIdentifier}`;
    return [critical("WrongCluster", what, "point the address at the right server, or deploy the database")];
  }
  if (!seen) return [];
  const changes = (["systemIdentifier", "name", "oid"] as const).flatMap((field) =>
    state[field] === seen[field] ? [] : `${field} was ${seen[field]} and is ${state[field]}`,
  );
  if (changes.length === 0) return [];
  const mend =
    "if nobody restored it so, ./tovrun restore --before-drop; docs/guardian.md tells how to accept it";
  return [critical("DatabaseReplaced", `another database answers: ${changes.join(", ")}`, mend)];
}

function templateAlerts({ name, isTemplate }: DatabaseState): Alert[] {
  if (isTemplate) return [];
  const mend = "deploy the database, which makes it a template again";
  return [critical("TemplateLockOff", `${name} is no template: DROP DATABASE would go through`, mend)];
}

function schemaAlerts({ schemaVersion }: Look, { seen }: LookMemory): Alert[] {
  if ("failure" in schemaVersion) {
    if (schemaVersion.failure.code !== "42P01") return [];
    const mend = "./tovrun restore --before-drop, unless the database is being set up";
    return [
      critical("SchemaMissing", "the table schema_version is gone", mend, schemaVersion.failure.message),
    ];
  }
  const version = schemaVersion.value ?? 0;
  if (!seen || version >= seen.schemaVersion) return [];
  const what = `the schema was at version ${seen.schemaVersion} and is at ${version}`;
  return [critical("SchemaWentBack", what, "run the migrations, or restore if rows are missing too")];
}

function windowAlerts(found: Look, memory: LookMemory, declared: Declared, now: number): Alert[] {
  const alerts: Alert[] = [];
  if ("value" in found.changeWindow && found.changeWindow.value !== null) {
    const mend = "expected while a migration runs; otherwise SELECT protection.close() as the migrator";
    alerts.push(warning("ChangeWindowOpen", `a change window is ${found.changeWindow.value}`, mend));
  }
  const { provisioningSince: since } = memory;
  if (since !== undefined && now - since > declared.provisioningMinutes * 60_000) {
    const what = `tovplay_provisioner has been able to log in for more than ${declared.provisioningMinutes} minutes`;
    const mend = "if no deployment is under way, ALTER ROLE tovplay_provisioner NOLOGIN as the superuser";
    alerts.push(critical("ProvisionerStillOpen", what, mend));
  }
  return alerts;
}

function warning(name: string, summary: string, mend: string): Alert {
  return { name, severity: "warning", labels: {}, annotations: { summary, mend } };
}

function critical(name: string, summary: string, mend: string, detail?: string): Alert {
  const annotations = { summary, mend, ...(detail ? { detail } : {}) };
  return { name, severity: "critical", labels: {}, annotations };
}
