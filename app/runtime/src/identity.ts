import type { Finding } from "./health.ts";

/** Which database answered, as it says itself. */
export interface Identity {
  name: string;
  /** Made when the cluster was initialised; two clusters never share it. */
  systemIdentifier: string;
  /** Highest migration applied; null when there is none. */
  schemaVersion: number | null;
  /** application_name as the server sees it. */
  applicationName: string;
}

/** What a service expects to find. */
export interface ExpectedIdentity {
  name: string;
  /** Any cluster when undefined. */
  systemIdentifier: string | undefined;
  /** Least migration the service was written for; a newer one is fine while a deployment is under way. */
  schemaVersion: number;
}

/** What is known about the database, for `/api/health`. Null where nobody answered. */
export interface DatabaseDetail {
  name: string | null;
  systemIdentifier: string | null;
  schemaVersion: number | null;
  pooled: boolean | null;
  latencyMs: number | null;
  /** ISO 8601. */
  checkedAt: string;
}

/** SQL that tells database and cluster, also before the first migration. */
export const clusterSql = `select current_database() as "name",
  (select system_identifier::text from pg_control_system()) as "systemIdentifier"`;

/** SQL that fills an {@link Identity}, for any driver. */
export const identitySql = `${clusterSql},
  (select max(version) from schema_version) as "schemaVersion",
  current_setting('application_name') as "applicationName"`;

/** PgBouncer with application_name_add_host puts ` - address:port` of its client behind the name. */
export function isPooled(applicationName: string): boolean {
  return / - \S+:\d+$/.test(applicationName);
}

/** One sentence for each thing that is not as expected. */
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

/** Asks the database who it is and compares. An unreachable one is a finding as well, without the driver's words. */
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

/** Failures that a reader can act on, by SQLSTATE; all else is told without the driver's words. */
const refusals: Readonly<Record<string, string>> = {
  "28P01": "the database refuses the password",
  "28000": "the database refuses the login",
  "3D000": "there is no database of that name",
  "42P01": "the schema has no version, run the migrations",
  "42501": "the role may not read the schema's version, deploy its grants",
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
