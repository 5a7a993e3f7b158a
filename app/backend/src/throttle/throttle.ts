import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { sql } from "kysely";
import { ApiError } from "../api/api-error.ts";
import type { Database } from "../database/database.ts";
import { fill, readBucket } from "./queries.ts";

/** How often something may be done: `most` at once, and again as the bucket empties in `seconds`. */
export interface Rate {
  /** Name of the limit: different limits do not share a bucket. */
  name: string;
  most: number;
  seconds: number;
}

/** Key of a bucket. Only its hash is stored: the table names no addresses and no accounts. */
export function bucketKey(rate: Rate, subject: string): Buffer {
  return createHash("sha256").update(`${rate.name}\n${subject}`).digest();
}

/** The part of an address that one household has: an IPv6 network has 2^64 addresses, so its prefix counts. */
export function household(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail = ""] = address.toLowerCase().split("::");
  const first = head ? head.split(":") : [];
  const last = tail ? tail.split(":") : [];
  const gap = address.includes("::") ? Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0") : [];
  const groups = [...first, ...gap, ...last].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(":")}::/64`;
}

/**
 * Counts one use. Atomic in one statement, so that several processes and connections share the limit.
 * @throws ApiError with the seconds to wait when the limit is reached; that attempt does not count
 */
export async function spend(database: Database, rate: Rate, subject: string): Promise<void> {
  const wait = await trySpend(database, rate, subject);
  if (wait > 0) throw tooMany(wait);
}

/** Like {@link spend}, but returns the seconds to wait: 0 when the use was counted. */
export async function trySpend(database: Database, rate: Rate, subject: string): Promise<number> {
  const key = bucketKey(rate, subject);
  const filled = await fill(database, key, rate).executeTakeFirst();
  if (filled) return 0;
  return waitOf(database, rate, key);
}

/** Seconds until one use is possible, without counting one; 0 when it is possible now. */
export async function look(database: Database, rate: Rate, subject: string): Promise<number> {
  return waitOf(database, rate, bucketKey(rate, subject));
}

/** Empties a bucket, for example after a right password. */
export async function forgive(database: Database, rate: Rate, subject: string): Promise<void> {
  await database.deleteFrom("Throttle").where("key", "=", bucketKey(rate, subject)).execute();
}

/** The answer when a limit is reached. */
export function tooMany(seconds: number): ApiError {
  return new ApiError("too_many_requests", `There were many attempts. Wait ${inWords(seconds)}, then try again.`, {
    retryAfter: seconds,
  });
}

/** Removes buckets that are empty, at most 500 at once. */
export async function sweepThrottle(database: Database): Promise<void> {
  await sql`delete from "Throttle" where key in (select key from "Throttle" where empty_at < now() limit 500)`.execute(database);
}

async function waitOf(database: Database, rate: Rate, key: Buffer): Promise<number> {
  const row = await readBucket(database, key).executeTakeFirst();
  // One use takes this long to leave the bucket.
  const step = rate.seconds / rate.most;
  return Math.max(0, Math.ceil((row?.left ?? 0) + step - rate.seconds));
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
