import type { Logger } from "@tovplay/runtime/log";
import { toldMessage } from "@tovplay/runtime/told-error";
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
  /** Highest version that the database is at now; above the known ones when an older image was rolled back to. */
  schemaVersion: number;
  /** Names of the migrations that this run applied. */
  applied: string[];
}

/** Applies what is pending, each in a transaction of its own: a run that is cut off is simply run again. */
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

/** What one step did: applied the migration `name`, had nothing left to do, or found what it `needs` first. */
interface Step {
  name?: string;
  schemaVersion: number;
  /** Reason of the change window without which the next migration would be refused. */
  needs?: string;
}

/** Applies the first pending migration, if there is one. Whoever runs at the same time waits for it. */
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
      throw new Error(`migration ${next.name} failed and changed nothing: ${toldMessage(error)}`, {
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
