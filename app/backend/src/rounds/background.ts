import type { Logger } from "@tovplay/runtime/log";
import type { ShutdownStep } from "@tovplay/runtime/shutdown";
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
import { type Round, startRound } from "./rounds.ts";

/** What is removed when its time is over, each in slices. None of these tables has the delete brake; none is somebody's only record. */
const sweeps = [
  sweepBuckets,
  sweepPendingSignUps,
  sweepDevices,
  sweepHeldNames,
  sweepMail,
  sweepIdempotencyKeys,
] satisfies ((database: Database) => { execute: () => Promise<unknown> })[];

/** Sends mail, erases accounts and sweeps in this process; the step ends it. */
export function startRounds(office: Omit<PostOffice, "preparers"> & { log: Logger }): ShutdownStep {
  const started = backgroundRounds(office).map((round) => startRound(round, office.log));
  const end = async () => {
    await Promise.all(started.map((round) => round.close()));
    office.transport?.close();
  };
  return { name: "mail and erasure", end };
}

function backgroundRounds(office: Omit<PostOffice, "preparers">): Round[] {
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
