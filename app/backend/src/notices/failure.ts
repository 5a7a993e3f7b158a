import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import type { Channel } from "./channels.ts";
import { tell } from "./tell.ts";

/** Says in the application that a channel does not work. Once a day says enough. */
export async function tellOfFailure(
  tx: Database,
  userId: string,
  channel: Exclude<Channel, "in_app">,
  now: Temporal.Instant,
): Promise<void> {
  const key = `channel_fails:${channel}:${now.toString().slice(0, 10)}`;
  await tell(tx, { to: userId, kind: "channel_fails", details: { channel }, key, now });
}
