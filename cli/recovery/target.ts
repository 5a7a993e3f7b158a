import { Failure } from "../terminal/exit.ts";
import { momentOf } from "../terminal/moment.ts";
import type { Lsn } from "./wal.ts";

/** What a user wishes to go back to. */
export type Wish =
  | { readonly kind: "before-drop" }
  | { readonly kind: "time"; readonly time: Date }
  | { readonly kind: "latest" };

/** Where a restore ends: right before a record, at a moment, or at the end of the log. */
export type Target =
  | { readonly kind: "lsn"; readonly lsn: Lsn; readonly timeline: number }
  | { readonly kind: "time"; readonly time: Date; readonly timeline?: number }
  | { readonly kind: "latest"; readonly timeline?: number };

/** The options of `./tovrun restore` that say what to go back to. */
export interface WishOptions {
  readonly beforeDrop?: boolean;
  readonly to?: string;
  readonly latest?: boolean;
}

const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** Reads a moment. @throws {Failure} when it is not ISO 8601 with a zone, is not in the calendar, or lies in the future */
export function parseMoment(text: string, now = new Date()): Date {
  if (!ISO.test(text))
    throw new Failure(
      "usage",
      `'${text}' is no moment; write it with its zone, for example 2026-11-21T09:30:00Z or 2026-11-21T11:30:00+02:00`,
    );
  const time = momentOf(text.replace(" ", "T"));
  if (!time)
    throw new Failure("usage", `there is no ${text} in the calendar; check its day, its time and its zone`);
  if (time > now) throw new Failure("usage", `${text} lies in the future; give a moment of the past`);
  return time;
}

/** @throws {Failure} unless exactly one of the three is there */
export function parseWish({ beforeDrop, to, latest }: WishOptions, now = new Date()): Wish {
  const given = [beforeDrop, to !== undefined, latest].filter(Boolean).length;
  if (given !== 1)
    throw new Failure("usage", "say what to go back to: one of --before-drop, --to TIME, --latest");
  if (to !== undefined) return { kind: "time", time: parseMoment(to, now) };
  return { kind: beforeDrop ? "before-drop" : "latest" };
}
