import type { z } from "zod";
import type { Database } from "../database/database.ts";
import { findZone } from "../profiles/zone.ts";
import { listPeople } from "../sessions/places.ts";
import { findSessions } from "../sessions/queries.ts";
import { scriptOf } from "../sessions/script-of.ts";
import { findNames } from "./names.ts";
import type { RequestRow } from "./queries.ts";
import type { gameRequest } from "./schemas.ts";

/** Requests in the form that the API returns, for one of their two people. */
export async function viewRequests(
  database: Database,
  readerId: string,
  rows: readonly RequestRow[],
): Promise<z.input<typeof gameRequest>[]> {
  const sessionIds = rows.flatMap(({ sessionId }) => sessionId ?? []);
  const otherOf = (row: RequestRow) => (row.senderId === readerId ? row.recipientId : row.senderId);
  const zone = await findZone(database, readerId);
  const sessions = new Map((await findSessions(database, sessionIds).execute()).map((row) => [row.id, row]));
  const people = await listPeople(database, readerId, sessionIds).execute();
  const names = await findNames(database, readerId, rows.map(otherOf));
  return rows.flatMap((row) => {
    const other = names.get(otherOf(row));
    if (!other) return [];
    const session = row.sessionId ? sessions.get(row.sessionId) : undefined;
    const there = people.filter(({ sessionId }) => sessionId === row.sessionId);
    return {
      id: row.id,
      direction: row.senderId === readerId ? "sent" : "received",
      status: row.status,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt?.toISOString() ?? null,
      answeredAt: row.answeredAt?.toISOString() ?? null,
      other,
      sessionId: row.sessionId,
      countersId: row.countersId,
      script: session ? scriptOf(session, { zone, people: there }) : null,
    };
  });
}
