import { type Insertable, sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import type { ReferenceData } from "./reference-data.ts";
import { refusal } from "./refusal.ts";

/** Number of rows, by part of the dataset. */
export type Counts = Record<keyof ReferenceData, number>;

/** Adds the missing rows of the reference data and changes nothing else. Returns how many rows were added. */
export async function loadReferenceData(database: Database, data: ReferenceData): Promise<Counts> {
  const present = await database.selectFrom("User").select("id").execute();
  const refused = refusal(
    present.map(({ id }) => id),
    data.users.map(({ id }) => id),
  );
  if (refused) throw new Error(refused);
  const counts = {
    users: await add(database, "User", data.users),
    profiles: await add(database, "UserProfile", data.profiles),
    games: await add(database, "Game", data.games),
    gameRequests: await add(database, "GameRequest", data.gameRequests),
    scheduledSessions: await add(database, "ScheduledSession", data.scheduledSessions),
  };
  await takePlaces(database);
  return counts;
}

/** Gives both people of a session their place in it, where nobody has one. Random sessions overlap, so overlaps are marked. */
async function takePlaces(database: Database): Promise<void> {
  await sql`
    insert into "SessionPerson" (session_id, user_id, is_host, state, during, clashes, created_at, updated_at)
    select s.id, person.user_id, person.is_host, 'going', tstzrange(s.starts_at, s.ends_at), true, s.created_at, s.updated_at
    from "ScheduledSession" s
    cross join lateral (values (s.host_id, true), (s.guest_id, false)) person (user_id, is_host)
    where not exists (select from "SessionPerson" p where p.session_id = s.id)`.execute(database);
}

/** Current row counts of the tables. */
export async function countRows(database: Database): Promise<Counts> {
  const count = async (table: keyof Tables) => {
    const { rows } = await database
      .selectFrom(table)
      .select((select) => select.fn.countAll<string>().as("rows"))
      .executeTakeFirstOrThrow();
    return Number(rows);
  };
  return {
    users: await count("User"),
    profiles: await count("UserProfile"),
    games: await count("Game"),
    gameRequests: await count("GameRequest"),
    scheduledSessions: await count("ScheduledSession"),
  };
}

async function add<Table extends keyof Tables>(
  database: Database,
  table: Table,
  rows: Insertable<Tables[Table]>[],
): Promise<number> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto(table)
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows ?? 0);
}
