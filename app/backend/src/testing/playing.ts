import { sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import { befriended } from "./acquainted.ts";
import type { TestDatabase } from "./test-database.ts";
import { type Person, signedUp, testSite } from "./test-site.ts";

/** The time in tests of playing together: a Monday in winter. */
export const testNow = Temporal.Instant.from("2027-01-11T12:00:00Z");

/** A game for tests. */
async function addedGame({ admin }: TestDatabase, name: string, maxPlayers = 4): Promise<string> {
  const { id } = await admin
    .insertInto("Game")
    .values({ name, max_players: maxPlayers })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** A script as a client sends it. */
export function scriptFor(gameId: string, local = "2027-01-19T19:00", more: object = {}) {
  const starts = { local, zone: "Europe/Berlin" };
  return {
    gameId,
    platform: "pc",
    starts,
    minutes: 90,
    startHow: "host_invites_in_game",
    ifLate: "wait_ten_minutes",
    ...more,
  };
}

/** A site with friends and a game, at a time that tests can move. */
export async function playground(db: TestDatabase, names: readonly string[]) {
  let now = testNow;
  const site = await testSite(db, { clock: () => now });
  const people: Person[] = [];
  for (const name of names) people.push(await signedUp(db, name));
  for (const [index, one] of people.entries())
    for (const other of people.slice(index + 1)) await befriended(db.admin, one.id, other.id);
  const gameId = await addedGame(db, `Game of ${names.join(" and ")}`);
  return {
    ...site,
    people: people as [Person, Person, ...Person[]],
    gameId,
    /** Two days later for the limits of questions. */
    rested: () =>
      sql`update "ContactQuestion" set created_at = created_at - interval '2 days'`.execute(db.admin),
    at: (instant: Temporal.Instant | string) => {
      now = Temporal.Instant.from(instant);
    },
  };
}
