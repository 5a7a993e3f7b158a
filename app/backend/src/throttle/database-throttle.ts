import { createHash } from "node:crypto";
import type { Database } from "../database/database.ts";
import { emptyBucket, fillBucket, readBucket } from "./queries.ts";
import type { Throttle } from "./throttle.ts";

/** Only the hash of a key is stored: the table names no addresses and no accounts. */
const bucketOf = (key: string) => createHash("sha256").update(key).digest();

/** Counts in the database: processes share it, and it survives their ends. One statement counts, so that attempts at once do not add up. */
export function databaseThrottle(database: Database): Throttle {
  return {
    spend: async (key, rate) => {
      const bucket = bucketOf(key);
      const filled = await fillBucket(database, bucket, rate).executeTakeFirst();
      if (filled) return null;
      const found = await readBucket(database, bucket).executeTakeFirst();
      // One attempt takes this long to leave the bucket.
      const step = rate.seconds / rate.most;
      return Math.max(1, Math.ceil((found?.left ?? 0) + step - rate.seconds));
    },
    forgive: async (key) => void (await emptyBucket(database, bucketOf(key)).execute()),
  };
}
