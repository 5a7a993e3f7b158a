import { sweepPendingSignUps } from "../accounts/link-queries.ts";
import { sweepHeldNames } from "../accounts/name-queries.ts";
import type { Database } from "../database/database.ts";
import { eraseNext } from "../erasure/erase.ts";
import { type PostOffice, sendNext } from "../mail/post-office.ts";
import { preparers } from "../mail/preparers.ts";
import { sweepMail } from "../mail/queries.ts";
import { sweepDevices } from "../sign-in/queries.ts";
import { sweepBuckets } from "../throttle/queries.ts";
import { sweepIdempotencyKeys } from "./queries.ts";
import type { Round } from "./rounds.ts";

/** What is removed when its time is over, each in slices. None of these tables has the delete brake; none is somebody's only record. */
const sweeps = [
  sweepBuckets,
  sweepPendingSignUps,
  sweepDevices,
  sweepHeldNames,
  sweepMail,
  sweepIdempotencyKeys,
] satisfies ((database: Database) => { execute: () => Promise<unknown> })[];

/** The work in the background that belongs to accounts. */
export function backgroundRounds(office: Omit<PostOffice, "preparers">): Round[] {
  return [
    { name: "mail", pause: 1_000, work: () => sendNext({ ...office, preparers }) },
    { name: "erasure", pause: 15_000, work: () => eraseNext(office) },
    {
      name: "sweeps",
      pause: 10 * 60_000,
      work: async () => {
        for (const sweep of sweeps) await sweep(office.database).execute();
        return false;
      },
    },
  ];
}
