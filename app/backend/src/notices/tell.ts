import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { enqueue, signal } from "../jobs/queue.ts";
import { mayHearOf } from "./hearing.ts";
import { type Details, type Kind, type KindName, kinds } from "./kinds.ts";
import { type Plan, plansFor } from "./plan.ts";
import { lockPreferences } from "./preferences.ts";
import { insertNotice, numberNotice, takeNumber } from "./queries.ts";

/** Something that people are told. */
export interface Told {
  /** Ids of accounts; each is told once. */
  to: string | readonly string[];
  kind: KindName;
  details: Details;
  /** The other person it speaks of: with a block between them, nothing is told. Needed by kinds that name somebody. */
  about?: string;
  /** The same for the same thing: telling it twice changes nothing, by any process and at any time. At most 200 characters. */
  key: string;
  /** After this it is not sent any more; the application still shows it. */
  until?: Temporal.Instant;
  /** Default: this moment. */
  now?: Temporal.Instant;
}

/**
 * Tells people something, in the transaction of the change that they are told of. Each channel that they chose brings it at the time
 * that they chose: in the application with the commit unless something holds it, by other channels soon after it.
 * @throws Error when the kind needs details or a person that were not given
 */
export async function tell(tx: Database, told: Told): Promise<void> {
  const kind: Kind = kinds[told.kind];
  assertComplete(told, kind);
  const people = typeof told.to === "string" ? [told.to] : told.to;
  // In one order everywhere, so that two who tell the same people do not wait for each other.
  for (const userId of [...new Set(people)].sort()) await tellOne(tx, userId, told, kind);
}

async function tellOne(tx: Database, userId: string, told: Told, kind: Kind): Promise<void> {
  if (told.about && !(await mayHearOf(tx, userId, told.about))) return;
  const preferences = await lockPreferences(tx, userId);
  const now = told.now ?? Temporal.Now.instant();
  const notice = {
    userId,
    kind: told.kind,
    details: told.details,
    aboutId: told.about ?? null,
    key: told.key,
    usefulUntil: told.until ?? null,
  };
  for (const plan of plansFor(kind.topic, preferences, now)) {
    const made = await insertNotice(tx, notice, plan).executeTakeFirst();
    if (made) await set(tx, { id: made.id, userId }, plan);
  }
}

/** Shows it at once, or gives the job that brings it when its time comes. */
async function set(
  tx: Database,
  { id, userId }: { id: string; userId: string },
  { channel, held, deliverAt }: Plan,
): Promise<void> {
  if (channel === "in_app" && !held) return show(tx, id, userId);
  if (deliverAt) await enqueue(tx, "deliver", { userId, channel }, { ...(held ? { after: deliverAt } : {}) });
}

/** Shows one notice in the application, and tells all backend processes, whose sockets may be the person's. */
export async function show(tx: Database, id: string, userId: string): Promise<void> {
  const { last_number: number } = await takeNumber(tx, userId).executeTakeFirstOrThrow();
  await numberNotice(tx, id, number).execute();
  await signal(tx, `n:${userId}`);
}

function assertComplete({ kind: name, details, about }: Told, kind: Kind): void {
  const missing = kind.needs.find((field) => details[field] === undefined);
  if (missing) throw new Error(`a notice of the kind ${name} needs details.${missing}`);
  if (kind.about !== (about !== undefined))
    throw new Error(
      `a notice of the kind ${name} ${kind.about ? "needs" : "names nobody, so it has no"} about`,
    );
}
