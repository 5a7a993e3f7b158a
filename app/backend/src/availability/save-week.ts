import type { z } from "zod";
import { ApiError } from "../api/api-error.ts";
import type { Database } from "../database/database.ts";
import { weekdayName } from "../time/words.ts";
import { inWeek } from "./clock.ts";
import { firstOverlap } from "./minutes.ts";
import { type HoursRow, insertHours, removeHours, saveZone } from "./queries.ts";
import type { weekBody } from "./schemas.ts";

/** A week as it is saved. */
export type Week = z.output<typeof weekBody>;

/** Replaces somebody's week. @throws ApiError when hours of it overlap, naming them */
export async function saveWeek(tx: Database, userId: string, { timeZone, hours }: Week): Promise<void> {
  assertNoOverlap(hours);
  await saveZone(tx, userId, timeZone).execute();
  await removeHours(tx, userId).execute();
  const rows = hours.map((row) => ({ ...row, span: inWeek(row) }));
  if (rows.length > 0) await insertHours(tx, userId, rows).execute();
}

function assertNoOverlap(hours: readonly HoursRow[]): void {
  const overlap = firstOverlap(hours.map(inWeek));
  if (!overlap) return;
  const [first, second] = overlap.map((index) => hours[index]);
  if (first && second)
    throw new ApiError(
      "invalid_request",
      `${inWords(first)} and ${inWords(second)} overlap. Change one of them, or join them.`,
    );
}

function inWords({ weekday, from, to }: HoursRow): string {
  return `${weekdayName(weekday)} ${from} to ${to}`;
}
