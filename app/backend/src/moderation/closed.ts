import { ApiError } from "../api/api-error.ts";
import type { Database } from "../database/database.ts";
import { isModerated } from "./heartbeat.ts";

/** What people read while nobody can look at reports. */
export const closedDetail =
  "Meeting new people waits at the moment, because nobody can look at reports. Nothing is lost. You can try again later.";

/** Seconds after which it makes sense to try again. */
export const closedRetryAfter = 900;

/** Stops first contact while moderation is down. @throws ApiError with `unavailable` */
export async function requireModeration(tx: Database): Promise<void> {
  const { moderated } = await tx.selectNoFrom(isModerated().as("moderated")).executeTakeFirstOrThrow();
  if (!moderated) throw new ApiError("unavailable", closedDetail, { retryAfter: closedRetryAfter });
}
