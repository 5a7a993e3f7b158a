import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "../database/database.ts";

/** What a trusted contact can be shown, each only if it was chosen. Nobody else's name is ever in it. */
export const field = z.enum(["username", "next_session", "sessions_this_week"]);
export type Field = z.infer<typeof field>;

/** What a trusted contact sees: a field that was not chosen is not there. */
export const shown = z.strictObject({
  username: z.string().optional(),
  /** When the next session begins, and which game; null when there is none. */
  nextSession: z.object({ startsAt: z.string(), game: z.string() }).nullable().optional(),
  /** How many sessions begin within seven days. */
  sessionsThisWeek: z.int().optional(),
});
export type Shown = z.infer<typeof shown>;

const readers: Record<Field, (database: Database, userId: string) => Promise<Shown>> = {
  username: async (database, userId) => {
    const { username } = await database
      .selectFrom("User")
      .select("username")
      .where("id", "=", userId)
      .executeTakeFirstOrThrow();
    return { username };
  },
  next_session: async (database, userId) => {
    const next = await coming(database, userId)
      .innerJoin("Game", "Game.id", "session.game_id")
      .select(["session.starts_at as startsAt", "Game.name as game"])
      .orderBy("session.starts_at")
      .limit(1)
      .executeTakeFirst();
    return { nextSession: next ? { startsAt: next.startsAt.toISOString(), game: next.game } : null };
  },
  sessions_this_week: async (database, userId) => {
    const { count } = await coming(database, userId)
      .select((eb) => eb.fn.countAll<string>().as("count"))
      .where("session.starts_at", "<", sql<Date>`now() + interval '7 days'`)
      .executeTakeFirstOrThrow();
    return { sessionsThisWeek: Number(count) };
  },
};

/** What the chosen fields of a person say now; an empty object without any. */
export async function show(database: Database, userId: string, fields: readonly Field[]): Promise<Shown> {
  let all: Shown = {};
  for (const name of fields) all = { ...all, ...(await readers[name](database, userId)) };
  return all;
}

function coming(database: Database, userId: string) {
  return database
    .selectFrom("SessionPerson as place")
    .innerJoin("ScheduledSession as session", "session.id", "place.session_id")
    .where("place.user_id", "=", userId)
    .where("place.state", "=", "going")
    .where("session.status", "=", "scheduled")
    .where("session.starts_at", ">", sql<Date>`now()`);
}
