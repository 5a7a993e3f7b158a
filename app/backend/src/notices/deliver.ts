import type { Logger } from "@tovplay/runtime/log";
import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { enqueue } from "../jobs/queue.ts";
import { channels } from "./channels.ts";
import { type Addressee, hold, takeDue } from "./due.ts";
import { tellOfFailure } from "./failure.ts";
import { messagesOf, type Parcel } from "./message.ts";
import { type Message, type Outlet, Refused, TryLater } from "./outlet.ts";
import { lockPreferences } from "./preferences.ts";
import { claimNotices, endNotice, markSent } from "./queries.ts";
import type { ShownNotice } from "./shown.ts";
import { show } from "./tell.ts";

/** Hands mails over in the same transaction: the outbox sends them, exactly once each. */
export type QueueMail = (tx: Database, userId: string, message: Message) => Promise<"sent" | "no_address">;

/** What delivery needs. */
export interface DeliveryOptions {
  database: Database;
  publicUrl: string;
  queueMail: QueueMail;
  outlets: Record<"discord" | "web_push", Outlet>;
  log: Logger;
  clock: () => Temporal.Instant;
}

/** Seconds for which nobody else sends what one process is sending; it gives up well before. */
const lease = 60;

/** Minutes until the next attempt, after each failed one; after the last, no more. About a day in all. */
const pauses = [1, 2, 5, 15, 60, 180, 360, 720];

/** Brings one person what is due by one channel. It may run any number of times and at once: each notice goes out once. */
export function deliver(options: DeliveryOptions) {
  return async (data: { userId: string; channel: string }): Promise<void> => {
    const channel = channels.find((known) => known === data.channel);
    if (!channel) return;
    const addressee = { userId: data.userId, channel };
    if (channel === "in_app") await showDue(options, addressee);
    else if (channel === "email") await mailDue(options, addressee);
    else await sendDue(options, addressee, options.outlets[channel]);
  };
}

async function showDue({ database, clock }: DeliveryOptions, addressee: Addressee): Promise<void> {
  await database.transaction().execute(async (tx) => {
    const preferences = await lockPreferences(tx, addressee.userId);
    const due = await takeDue(tx, addressee, preferences, clock());
    for (const { id } of due) await show(tx, id, addressee.userId);
  });
}

async function mailDue(options: DeliveryOptions, addressee: Addressee): Promise<void> {
  const { database, clock, queueMail, publicUrl } = options;
  await database.transaction().execute(async (tx) => {
    const preferences = await lockPreferences(tx, addressee.userId);
    const due = await takeDue(tx, addressee, preferences, clock());
    for (const { message, ids } of messagesOf(due, preferences.zone, publicUrl)) {
      if ((await queueMail(tx, addressee.userId, message)) === "sent") await markSent(tx, ids).execute();
      else await endAll(tx, ids, clock());
    }
  });
}

/** Takes what is due, sends it while no transaction is open, and writes down what came of it. */
async function sendDue(options: DeliveryOptions, addressee: Addressee, outlet: Outlet): Promise<void> {
  const { database, clock, publicUrl } = options;
  const { due, zone } = await database.transaction().execute(async (tx) => {
    const preferences = await lockPreferences(tx, addressee.userId);
    const found = await takeDue(tx, addressee, preferences, clock());
    const ids = found.map(({ id }) => id);
    if (ids.length > 0) await claim(tx, addressee, ids, clock().add({ seconds: lease }));
    return { due: found, zone: preferences.zone };
  });
  for (const parcel of messagesOf(due, zone, publicUrl)) {
    const outcome = await outlet.send(addressee.userId, parcel.message).catch((error: Error) => error);
    await database.transaction().execute((tx) => settle(tx, options, { ...addressee, parcel, outcome }));
  }
}

/** Keeps others from sending these; should this process die now, the job that is given here sends them later. */
async function claim(tx: Database, addressee: Addressee, ids: readonly string[], until: Temporal.Instant) {
  await claimNotices(tx, ids, until).execute();
  await enqueue(tx, "deliver", addressee, { after: until.add({ seconds: 1 }) });
}

interface Settled extends Addressee {
  parcel: Parcel;
  outcome: "sent" | "no_address" | Error;
}

async function settle(tx: Database, options: DeliveryOptions, { parcel, outcome, ...addressee }: Settled) {
  if (outcome === "sent") await markSent(tx, parcel.ids).execute();
  else if (outcome === "no_address") await endAll(tx, parcel.ids, options.clock());
  else
    for (const notice of parcel.notices) await failed(tx, options, { ...addressee, notice, error: outcome });
}

async function endAll(tx: Database, ids: readonly string[], now: Temporal.Instant): Promise<void> {
  for (const id of ids) await endNotice(tx, id, "no_address", now).execute();
}

interface Failure extends Addressee {
  notice: ShownNotice;
  error: Error;
}

/** Tries again later; after the last attempt, says so where the person can see it. */
async function failed(
  tx: Database,
  { clock, log }: DeliveryOptions,
  { notice, error, userId, channel }: Failure,
): Promise<void> {
  const now = clock();
  const pause = error instanceof Refused ? undefined : pauses[notice.attempts];
  log.warn(
    { err: error, channel, notice: notice.id, givesUp: pause === undefined },
    "a notice was not taken",
  );
  if (pause !== undefined) {
    const seconds = error instanceof TryLater ? Math.max(error.seconds, 1) : pause * 60;
    await hold(tx, { id: notice.id, userId, channel }, { until: now.add({ seconds }), held: "retry" });
    return;
  }
  await endNotice(tx, notice.id, "failed", now).execute();
  if (channel !== "in_app") await tellOfFailure(tx, userId, channel, now);
}
