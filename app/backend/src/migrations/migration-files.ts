import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** One step of the schema. */
export interface Migration {
  /** Numbered from 1 without gaps. */
  version: number;
  /** Name of its file without the extension. */
  name: string;
  sql: string;
  /** SHA-256 of the SQL in hexadecimal, independent of its line endings. */
  checksum: string;
  /** Why it needs an open change window, from its first line `-- protection: REASON`; without one it only adds. */
  windowReason?: string;
}

/**
 * The migrations in a folder, in order.
 * @throws when a file is not named `NNNN_name.sql`, or a number is missing or used twice
 */
export function migrationFiles(folder: URL): Migration[] {
  const files = readdirSync(folder).sort();
  return files.map((file, index) =>
    migrationOf(file, index + 1, readFileSync(new URL(file, folder), "utf8")),
  );
}

/** @throws when the file name does not have the expected version, or its reason for a change window is too short or long */
export function migrationOf(file: string, expected: number, text: string): Migration {
  const [, digits, words] = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file) ?? [];
  if (!digits || !words) throw new Error(`${file} is not a valid migration name: use NNNN_what_it_does.sql`);
  if (Number(digits) !== expected) {
    throw new Error(`migration ${file} must have the number ${expected}: use each number once, without gaps`);
  }
  const sql = text.replaceAll("\r\n", "\n");
  const checksum = createHash("sha256").update(sql).digest("hex");
  const windowReason = windowReasonOf(file, sql);
  return {
    version: expected,
    name: `${digits}_${words}`,
    sql,
    checksum,
    ...(windowReason && { windowReason }),
  };
}

/** The limits of `protection.open` in templates/postgresql/protection. */
function windowReasonOf(file: string, sql: string): string | undefined {
  const [, reason] = /^-- *protection:(.*)/.exec(sql) ?? [];
  if (reason === undefined) return undefined;
  const text = reason.trim();
  if (text.length >= 10 && text.length <= 500) return text;
  throw new Error(
    `migration ${file} has no valid reason after "-- protection:": write in 10 to 500 characters what changes and why`,
  );
}
