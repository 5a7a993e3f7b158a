import type { Migration } from "./migration-files.ts";

/** A migration recorded in the database. */
export interface AppliedMigration {
  version: number;
  name: string;
  checksum: string;
}

/**
 * The migrations still to apply. A database that is ahead has none: this is a rollback to an older image.
 * @throws when an applied one has been edited or renamed, or one in between is missing
 */
export function pending(known: Migration[], applied: AppliedMigration[]): Migration[] {
  const byVersion = new Map(applied.map((migration) => [migration.version, migration]));
  const latest = Math.max(0, ...byVersion.keys());
  for (const migration of known) {
    const was = byVersion.get(migration.version);
    if (!was && migration.version < latest) {
      throw new Error(
        `migration ${migration.name} is missing from a database at version ${latest}: add it as a new one`,
      );
    }
    if (was && was.checksum !== migration.checksum) {
      throw new Error(
        `migration ${migration.name} was edited after it was applied: restore it and add a new one`,
      );
    }
  }
  return known.filter(({ version }) => !byVersion.has(version));
}
