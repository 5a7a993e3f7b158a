import { Failure } from "../terminal/exit.ts";
import { momentOf } from "../terminal/moment.ts";
import type { Lsn } from "./wal.ts";

/** The target that a user asks for. */
export type RequestedTarget = { kind: "before-drop" } | { kind: "time"; time: Date } | { kind: "latest" };

/** Where a restore ends: right before a record, at a time, or at the end of the log. */
export type Target =
  | { kind: "lsn"; lsn: Lsn; timeline: number }
  | { kind: "time"; time: Date; timeline?: number }
  | { kind: "latest"; timeline?: number };

/** The options of `./tovrun restore` that select the target. */
export interface TargetOptions {
  beforeDrop?: boolean;
  to?: string;
  latest?: boolean;
}

const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** Parses a time. @throws {Failure} when it is not ISO 8601 with a zone, does not exist, or is in the future */
export function parseMoment(text: string, now = new Date()): Date {
  if (!iso.test(text))
    throw new Failure(
      "usage",
      `'${text}' is not a time with its zone; write it like 2026-11-21T09:30:00Z or 2026-11-21T11:30:00+02:00`,
    );
  const time = momentOf(text.replace(" ", "T"));
  if (!time) throw new Failure("usage", `${text} does not exist; check its date, time and zone`);
  if (time > now) throw new Failure("usage", `${text} is in the future; give a time in the past`);
  return time;
}

/** @throws {Failure} unless exactly one of the options is given */
export function parseTarget({ beforeDrop, to, latest }: TargetOptions, now = new Date()): RequestedTarget {
  const given = [beforeDrop, to !== undefined, latest].filter(Boolean).length;
  if (given !== 1) throw new Failure("usage", "choose one of --before-drop, --to TIME, --latest");
  if (to !== undefined) return { kind: "time", time: parseMoment(to, now) };
  return { kind: beforeDrop ? "before-drop" : "latest" };
}
