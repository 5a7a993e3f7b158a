import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Reminder, ShownTo } from "../database/tables/playing.ts";
import { people, relationColumn } from "../safety/people.ts";

const columns = [
  "profile.display_name as displayName",
  "profile.about",
  "profile.time_zone as timeZone",
  "profile.reminders",
  "profile.suggestions",
  "profile.about_shown_to as aboutShownTo",
  "profile.time_zone_shown_to as timeZoneShownTo",
  "profile.games_shown_to as gamesShownTo",
  "profile.availability_shown_to as availabilityShownTo",
  "profile.communication_shown_to as communicationShownTo",
  "profile.sensory_shown_to as sensoryShownTo",
  "profile.communication_sealed as communicationSealed",
  "profile.sensory_sealed as sensorySealed",
] as const;

/** Somebody's own profile. */
export function findOwnProfile(database: Database, userId: string) {
  return database.selectFrom("UserProfile as profile").select(columns).where("user_id", "=", userId);
}

export type ProfileRow = Awaited<ReturnType<ReturnType<typeof findOwnProfile>["executeTakeFirstOrThrow"]>>;

/** A person with their profile, for a reader who may see it. */
export function findPerson(database: Database, readerId: string, id: string) {
  return people(database, readerId, "profile")
    .leftJoin("UserProfile as profile", "profile.user_id", "person.id")
    .select(["person.id", "person.username", relationColumn(readerId)])
    .select(columns)
    .where("person.id", "=", id);
}

/** The part of a profile that is not sealed. */
export interface ProfileChange {
  displayName: string;
  about: string;
  timeZone: string;
  reminders: readonly Reminder[];
  suggestions: boolean;
  visibility: Readonly<
    Record<"about" | "timeZone" | "games" | "availability" | "communication" | "sensory", ShownTo>
  >;
}

/** Saves somebody's profile. */
export function saveProfile(database: Database, userId: string, { visibility, ...change }: ProfileChange) {
  const values = {
    display_name: change.displayName,
    about: change.about,
    time_zone: change.timeZone,
    reminders: [...change.reminders],
    suggestions: change.suggestions,
    about_shown_to: visibility.about,
    time_zone_shown_to: visibility.timeZone,
    games_shown_to: visibility.games,
    availability_shown_to: visibility.availability,
    communication_shown_to: visibility.communication,
    sensory_shown_to: visibility.sensory,
  };
  return database
    .insertInto("UserProfile")
    .values({ user_id: userId, ...values })
    .onConflict((conflict) =>
      conflict.column("user_id").doUpdateSet((eb) => ({
        ...values,
        version: eb("UserProfile.version", "+", 1),
        updated_at: sql<Date>`now()`,
      })),
    );
}

/** Saves somebody's sealed needs, with a profile by their user name if they have none. */
export function saveNeeds(
  database: Database,
  userId: string,
  needs: { communication: Buffer | null; sensory: Buffer | null },
) {
  const values = { communication_sealed: needs.communication, sensory_sealed: needs.sensory };
  return database
    .insertInto("UserProfile")
    .columns(["user_id", "display_name", "communication_sealed", "sensory_sealed"])
    .expression((eb) =>
      eb
        .selectFrom("User")
        .select((select) => [
          select.ref("User.id").as("user_id"),
          select.ref("username").as("display_name"),
          sql<Buffer | null>`${values.communication_sealed}::bytea`.as("communication_sealed"),
          sql<Buffer | null>`${values.sensory_sealed}::bytea`.as("sensory_sealed"),
        ])
        .where("id", "=", userId),
    )
    .onConflict((conflict) =>
      conflict.column("user_id").doUpdateSet({ ...values, updated_at: sql<Date>`now()` }),
    );
}
