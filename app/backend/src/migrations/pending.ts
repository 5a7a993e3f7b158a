import type { Migration } from "./migration-files.ts";

/** A migration that the database has recorded. */
export interface AppliedMigration {
  version: number;
  name: string;
  checksum: string;
}

/**
 * The migrations still to be applied. A database that is ahead has none: an older image is being rolled back to.
 * @throws when an applied one was edited or renamed since, or one in between is missing
 */
export function pending(known: Migration[], applied: AppliedMigration[]): Migration[] {
  const byVersion = new Map(applied.map((migration) => [migration.version, migration]));
  const latest = Math.max(0, ...byVersion.keys());
  for (const migration of known) {
    const was = byVersion.get(migration.version);
    if (!was && migration.version < latest) {
      throw new Error(
        `migration ${migration.name} is missing in a database at version ${latest}: add it as a new one`,
      );
    }
    if (was && was.checksum !== migration.checksum) {
      throw new Error(
        `migration ${migration.name} was edited after it had been applied: restore it and add a new one`,
      );
    }
  }
  return known.filter(({ version }) => !byVersion.has(version));
}
