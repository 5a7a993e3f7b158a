import type { Insertable } from "kysely";
import type { Tables } from "../database/tables.ts";
import { demoUsername, games, timeZones, usernames } from "./names.ts";
import { type Random, randomFrom } from "./random.ts";

/** Rows of the reference dataset, including ids: always the same. */
export interface ReferenceData {
  users: (Insertable<Tables["User"]> & { id: string })[];
  profiles: Insertable<Tables["UserProfile"]>[];
  games: (Insertable<Tables["Game"]> & { id: string })[];
  gameRequests: (Insertable<Tables["GameRequest"]> & { id: string })[];
  scheduledSessions: (Insertable<Tables["ScheduledSession"]> & { id: string })[];
}

const profileCount = 11;
const requestCount = 182;
const sessionCount = 16;

/** All times count from here, so that every run is the same. */
const firstDay = Date.UTC(2026, 0, 5, 16);
const hour = 3_600_000;

/** 23 users, 11 profiles, 12 games, 182 game requests and 16 scheduled sessions, of people at example.org. */
export function referenceData(demoPasswordHash: string): ReferenceData {
  const random = randomFrom(23_11_12);
  const users = [demoUsername, ...usernames].map((username) => ({
    id: random.uuid(),
    username,
    email: `${username}@example.org`,
    password_hash: username === demoUsername ? demoPasswordHash : null,
    email_verified_at: new Date(firstDay),
    created_at: new Date(firstDay),
    updated_at: new Date(firstDay),
  }));
  const gameRows = games.map(([name, min_players, max_players]) => ({
    id: random.uuid(),
    name,
    description: "",
    min_players,
    max_players,
    created_at: new Date(firstDay),
  }));
  const profiles = users.slice(0, profileCount).map((user) => profileOf(user, random));
  const gameRequests = Array.from({ length: requestCount }, (_, index) =>
    requestOf(
      index,
      users.map(({ id }) => id),
      gameRows.map(({ id }) => id),
      random,
    ),
  );
  const scheduledSessions = gameRequests.slice(0, sessionCount).map((request) => sessionOf(request, random));
  return { users, profiles, games: gameRows, gameRequests, scheduledSessions };
}

function profileOf(user: { id: string; username: string }, random: Random) {
  const display_name = user.username.replace("-", " ");
  const moments = { created_at: new Date(firstDay), updated_at: new Date(firstDay) };
  return { user_id: user.id, display_name, about: "", time_zone: random.pick(timeZones), ...moments };
}

/** The first ones are accepted, because the sessions come from them; each proposes a different hour. */
function requestOf(index: number, userIds: string[], gameIds: string[], random: Random) {
  const sender = random.below(userIds.length);
  const recipient = (sender + 1 + random.below(userIds.length - 1)) % userIds.length;
  const created = new Date(firstDay + index * hour);
  const others = ["pending", "declined", "cancelled"] as const;
  return {
    id: random.uuid(),
    sender_id: at(userIds, sender),
    recipient_id: at(userIds, recipient),
    game_id: at(gameIds, random.below(gameIds.length)),
    proposed_for: new Date(firstDay + (index + 72) * hour),
    status: index < sessionCount ? ("accepted" as const) : random.pick(others),
    created_at: created,
    updated_at: created,
  };
}

function sessionOf(request: ReturnType<typeof requestOf>, random: Random) {
  const starts_at = request.proposed_for;
  return {
    id: random.uuid(),
    game_request_id: request.id,
    game_id: request.game_id,
    host_id: request.sender_id,
    guest_id: request.recipient_id,
    starts_at,
    ends_at: new Date(starts_at.getTime() + random.pick([1, 2, 3]) * hour),
    status: random.pick(["scheduled", "completed"] as const),
    created_at: request.updated_at,
    updated_at: request.updated_at,
  };
}

function at(ids: string[], index: number): string {
  const id = ids[index];
  if (id === undefined) throw new Error(`there is no id number ${index}`);
  return id;
}
