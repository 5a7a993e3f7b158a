import type { Finding } from "./health.ts";

/** The identity that a database reports. */
export interface Identity {
  name: string;
  /** Created when the cluster is initialised; unique to it. */
  systemIdentifier: string;
  /** Highest applied migration; null when there is none. */
  schemaVersion: number | null;
  /** application_name as the server sees it. */
  applicationName: string;
}

/** What a service expects to find. */
export interface ExpectedIdentity {
  name: string;
  /** Any cluster when undefined. */
  systemIdentifier: string | undefined;
  /** Lowest migration that the service supports; a newer one is fine during a deployment. */
  schemaVersion: number;
}

/** What is known about the database, for a program's health. Null when it did not answer. */
export interface DatabaseDetail {
  name: string | null;
  systemIdentifier: string | null;
  schemaVersion: number | null;
  pooled: boolean | null;
  latencyMs: number | null;
  /** ISO 8601. */
  checkedAt: string;
}

/** SQL that identifies database and cluster, even before the first migration. */
export const clusterSql = `select current_database() as "name",
  (select system_identifier::text from pg_control_system()) as "systemIdentifier"`;

/** SQL that fills an {@link Identity}, for any driver. */
export const identitySql = `${clusterSql},
  (select max(version) from schema_version) as "schemaVersion",
  current_setting('application_name') as "applicationName"`;

/** PgBouncer with application_name_add_host appends ` - address:port` of its client to the name. */
export function isPooled(applicationName: string): boolean {
  return / - \S+:\d+$/.test(applicationName);
}

/** One sentence for each difference. */
export function mismatches(found: Identity, expected: ExpectedIdentity): string[] {
  const reasons: string[] = [];
  if (found.name !== expected.name) reasons.push(`the database is ${found.name}, not ${expected.name}`);
  if (expected.systemIdentifier && found.systemIdentifier !== expected.systemIdentifier) {
    reasons.push(`the cluster is ${found.systemIdentifier}, not ${expected.systemIdentifier}`);
  }
  if ((found.schemaVersion ?? 0) < expected.schemaVersion) {
    reasons.push(
      `the schema is at version ${found.schemaVersion ?? 0}, run the migrations up to ${expected.schemaVersion}`,
    );
  }
  return reasons;
}

/** Reads the database's identity and compares it. An unreachable database is a finding too, without the driver's message. */
export async function checkIdentity(
  ask: () => Promise<Identity>,
  expected: ExpectedIdentity,
  onFailure: (error: unknown) => void,
): Promise<Finding<DatabaseDetail>> {
  const checkedAt = new Date().toISOString();
  const start = performance.now();
  try {
    const found = await ask();
    const latencyMs = Math.round((performance.now() - start) * 10) / 10;
    const { name, systemIdentifier, schemaVersion } = found;
    const detail = {
      name,
      systemIdentifier,
      schemaVersion,
      pooled: isPooled(found.applicationName),
      latencyMs,
      checkedAt,
    };
    return { detail, reasons: mismatches(found, expected) };
  } catch (error) {
    onFailure(error);
    return { detail: { ...unknownDatabase, checkedAt }, reasons: [refusal(error)] };
  }
}

/** Failures that a reader can act on, by SQLSTATE; all others get one general message. */
const refusals: Readonly<Record<string, string>> = {
  "28P01": "the database refuses the password",
  "28000": "the database refuses the login",
  "3D000": "there is no database with that name",
  "42P01": "the database has no schema version, run the migrations",
  "42501": "the role may not read the schema version, deploy its grants",
};

function refusal(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return refusals[code] ?? "the database does not answer";
}

const unknownDatabase = {
  name: null,
  systemIdentifier: null,
  schemaVersion: null,
  pooled: null,
  latencyMs: null,
};
