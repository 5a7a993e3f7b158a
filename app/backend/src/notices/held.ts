import type { z } from "zod";
import type { Database } from "../database/database.ts";
import type { Held } from "../database/tables/notices.ts";
import { kindOf } from "./kinds.ts";
import { knownZone } from "./preferences.ts";
import type { heldAnswer } from "./schemas.ts";
import { findZone } from "./setting-queries.ts";
import { shownNotices } from "./shown.ts";
import { momentIn, wordsOf } from "./words.ts";

/** Most that is listed; more waits only for somebody who is away for long. */
const most = 200;

/** Everything that waits for somebody, what comes first at the top. */
export async function listHeld(database: Database, userId: string): Promise<z.input<typeof heldAnswer>[]> {
  const zone = knownZone((await findZone(database, userId).executeTakeFirst())?.time_zone);
  const rows = await heldNotices(database, userId).execute();
  return rows.flatMap((row) => {
    if (!row.held) return [];
    return {
      id: row.id,
      channel: row.channel,
      topic: kindOf(row.kind)?.topic ?? null,
      title: wordsOf(row, zone).title,
      reason: row.held,
      until: row.deliver_at?.toISOString() ?? null,
      because: because(row.held, row.deliver_at, zone),
    };
  });
}

/** The query of {@link listHeld}. */
function heldNotices(database: Database, userId: string) {
  return shownNotices(database, userId)
    .where("n.key", "is not", null)
    .where("n.sent_at", "is", null)
    .where("n.ended_at", "is", null)
    .where("n.held", "is not", null)
    .orderBy("n.deliver_at")
    .orderBy("n.id")
    .limit(most);
}

function because(held: Held, until: Date | null, zone: string): string {
  const moment = until && momentIn(until, zone);
  const words: Record<Held, string> = {
    quiet_hours: moment
      ? `Your quiet hours hold it. It comes on ${moment}.`
      : "Your quiet hours leave no time for it. You can change them.",
    digest: `It comes with your next digest, on ${moment}.`,
    low_energy: moment
      ? `Low-energy mode holds it. It comes on ${moment}.`
      : "Low-energy mode holds it. It comes when you end low-energy mode.",
    retry: `It could not be sent yet. We try again on ${moment}.`,
  };
  return words[held];
}
