import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { hold } from "./due.ts";
import { kindOf } from "./kinds.ts";
import { planFor } from "./plan.ts";
import { lockPreferences } from "./preferences.ts";
import { endNotice, setDigest, waiting } from "./queries.ts";

/**
 * Applies what somebody has just chosen to what waits for them: it may come earlier or later, or, by a channel that they no longer want,
 * not at all. In the transaction of the change. What failed and is tried again keeps its time.
 */
export async function replan(tx: Database, userId: string, now: Temporal.Instant): Promise<void> {
  const preferences = await lockPreferences(tx, userId);
  const rows = await waiting(tx, userId).select(["id", "kind", "channel", "held"]).execute();
  for (const { id, kind: name, channel, held } of rows) {
    const kind = kindOf(name);
    if (!kind || held === "retry") continue;
    const plan = planFor({ topic: kind.topic, channel }, preferences, now);
    if (!plan) await endNotice(tx, id, "withdrawn", now).execute();
    else {
      await setDigest(tx, id, plan.digest).execute();
      await hold(tx, { id, userId, channel }, { until: plan.deliverAt, held: plan.held });
    }
  }
}
