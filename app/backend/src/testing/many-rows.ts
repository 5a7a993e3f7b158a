import { type RawBuilder, sql } from "kysely";
import type { Database } from "../database/database.ts";

/** How many rows a large database has, by what there is most of. */
export interface ManyRows {
  /** Requests to play; as many sessions, and twice as many places in them. */
  requests: number;
  /** Default: one for 50 requests, at least 100. */
  people?: number;
}

/** What tests look at in a large database. */
export interface FilledDatabase {
  /** Somebody with a fiftieth of all requests, each with somebody else. */
  busyId: string;
  /** Somebody with about as many as everybody. */
  usualId: string;
  people: number;
  games: number;
}

const games = 200;

/** A row's id follows from its number, so that rows can refer to each other without being read. */
const idOf = (kind: string, number: RawBuilder<unknown>) =>
  sql`md5(${sql.lit(kind)} || (${number})::text)::uuid`;

/**
 * Fills a database with people who know each other, requests, sessions, places, questions and notices, by one statement a table. The same size
 * gives the same rows. Needs the superuser or the owner; about a minute for a million requests without the exclusion of overlaps.
 */
export async function fillManyRows(
  database: Database,
  { requests, people = Math.max(100, Math.floor(requests / 50)) }: ManyRows,
): Promise<FilledDatabase> {
  const i = sql.raw("i");
  // Every fiftieth request is of person 0. The two are never the same person.
  const sender = sql`case when i % 50 = 0 then 0 else (i * 7919 + i / 97) % ${people} end`;
  const recipient = sql`(${sender} + 1 + (i * 104729 + i / 31) % ${people - 1}) % ${people}`;
  const start = sql`timestamptz '2020-01-01 00:00Z' + i * interval '40 minutes'`;
  const numbers = (count: number) =>
    sql`generate_series(0::bigint, ${sql.lit(count - 1)}::bigint) as numbers (i)`;
  const statements = [
    sql`insert into "User" (id, username, email, email_verified_at) select ${idOf("p", i)}, 'person-' || i, 'person-' || i || '@example.org', now()
      from ${numbers(people)}`,
    sql`insert into "Game" (id, name, max_players) select ${idOf("g", i)}, 'Game number ' || i, 4 from ${numbers(games)}`,
    sql`insert into "UserProfile" (user_id, display_name, time_zone, suggestions, games_shown_to, availability_shown_to)
      select ${idOf("p", i)}, 'Person ' || i, 'Europe/Berlin', i % 3 = 0, 'acquaintances', 'acquaintances' from ${numbers(people)}`,
    sql`insert into "ScheduledSession" (id, game_id, host_id, guest_id, starts_at, ends_at, status, starts_local, time_zone, zone_data, minutes,
        platform, talk, start_how, if_late, leave_how, script_version, created_at)
      select ${idOf("s", i)}, ${idOf("g", sql`i % ${games}`)}, ${idOf("p", sender)}, ${idOf("p", recipient)}, ${start},
        ${start} + interval '30 minutes', case when i % 10 = 0 then 'cancelled' else 'scheduled' end, (${start}) at time zone 'UTC', 'UTC', '2026a', 30,
        'pc', 'text', 'host_invites_in_game', 'wait_ten_minutes', 'press_leave', 1, ${start} - interval '3 days'
      from ${numbers(requests)}`,
    sql`insert into "GameRequest" (id, sender_id, recipient_id, game_id, proposed_for, status, session_id, expires_at, created_at)
      select ${idOf("r", i)}, ${idOf("p", sender)}, ${idOf("p", recipient)}, ${idOf("g", sql`i % ${games}`)}, ${start},
        case when i % 10 = 0 then 'declined' else 'accepted' end, ${idOf("s", i)}, ${start}, ${start} - interval '3 days'
      from ${numbers(requests)}`,
    sql`insert into "SessionPerson" (session_id, user_id, is_host, state, agreed_version, during, clashes)
      select ${idOf("s", i)}, case when host then ${idOf("p", sender)} else ${idOf("p", recipient)} end, host,
        case when i % 10 = 0 then 'called_off' else 'going' end, 1, tstzrange(${start}, ${start} + interval '30 minutes'), true
      from ${numbers(requests)}, (values (true), (false)) as places (host)`,
    sql`insert into "UserAcquaintance" (low_id, high_id, source, created_at)
      select distinct least(${idOf("p", sender)}, ${idOf("p", recipient)}), greatest(${idOf("p", sender)}, ${idOf("p", recipient)}), 'session', now()
      from ${numbers(requests)}`,
  ];
  for (const statement of statements) await statement.execute(database);
  await sql`vacuum (analyze)`.execute(database);
  const ids = await sql<{
    busyId: string;
    usualId: string;
  }>`select ${idOf("p", sql`0`)} as "busyId", ${idOf("p", sql`1`)} as "usualId"`.execute(database);
  return { busyId: "", usualId: "", ...ids.rows[0], people, games };
}
