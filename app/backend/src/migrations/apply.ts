import type { Logger } from "@tovplay/runtime/log";
import { safeMessage } from "@tovplay/runtime/safe-error";
import type pg from "pg";
import { asOwner } from "./as-owner.ts";
import { inChangeWindow } from "./change-window.ts";
import type { Migration } from "./migration-files.ts";
import { type AppliedMigration, pending } from "./pending.ts";

const createSchemaVersion = `create table if not exists schema_version (
  version integer primary key check (version > 0),
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default now(),
  applied_by text not null default session_user
)`;

/** What a run did. */
export interface MigrationRun {
  /** Highest version in the database; above the known ones after a rollback to an older image. */
  schemaVersion: number;
  /** Names of the migrations that this run applied. */
  applied: string[];
}

/** Applies the pending migrations, each in a separate transaction, so an interrupted run can simply be repeated. */
export async function applyMigrations(
  client: pg.Client,
  known: Migration[],
  log: Logger,
): Promise<MigrationRun> {
  const applied: string[] = [];
  for (;;) {
    const step = await applyNext(client, known, { windowIsOpen: false });
    const { name, schemaVersion } = step.needs
      ? await inChangeWindow(client, step.needs, () => applyNext(client, known, { windowIsOpen: true }))
      : step;
    if (name === undefined) return { schemaVersion, applied };
    log.info({ migration: name }, "migration applied");
    applied.push(name);
  }
}

/** Result of one step: it applied the migration `name`, had nothing to do, or first `needs` a change window. */
interface Step {
  name?: string;
  schemaVersion: number;
  /** Reason for the change window that the next migration requires. */
  needs?: string;
}

/** Applies the first pending migration, if any. Concurrent runs wait. */
async function applyNext(
  client: pg.Client,
  known: Migration[],
  { windowIsOpen }: { windowIsOpen: boolean },
): Promise<Step> {
  return asOwner(client, async () => {
    const recorded = await appliedMigrations(client);
    const [next] = pending(known, recorded);
    const schemaVersion = Math.max(0, ...recorded.map(({ version }) => version));
    if (!next) return { schemaVersion };
    if (next.windowReason && !windowIsOpen) return { schemaVersion, needs: next.windowReason };
    await client.query(next.sql).catch((error: Error) => {
      throw new Error(`migration ${next.name} failed and changed nothing: ${safeMessage(error)}`, {
        cause: error,
      });
    });
    const { version, name, checksum } = next;
    const row = [version, name, checksum];
    await client.query("insert into schema_version (version, name, checksum) values ($1, $2, $3)", row);
    return { name, schemaVersion: version };
  });
}

async function appliedMigrations(client: pg.Client): Promise<AppliedMigration[]> {
  const { rows: found } = await client.query<{ exists: boolean }>(
    "select to_regclass('public.schema_version') is not null as exists",
  );
  if (!found[0]?.exists) await client.query(createSchemaVersion);
  const { rows } = await client.query<AppliedMigration>("select version, name, checksum from schema_version");
  return rows;
}
