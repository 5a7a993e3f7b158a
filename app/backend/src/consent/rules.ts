import { Temporal } from "temporal-polyfill";
import type { QuestionKind } from "../database/tables/safety.ts";
import { closedDetail, closedRetryAfter } from "../moderation/closed.ts";

/** What is known when one person wants to ask another something. */
export interface AskFacts {
  kind: QuestionKind;
  now: Temporal.Instant;
  /** Whether both have agreed to be friends. */
  friends: boolean;
  /** Whether somebody looks at reports at the moment. */
  moderated: boolean;
  /** Who has an open question to the other. */
  open: "asker" | "asked" | null;
  /** When the last question of this asker to this person ended without a yes. */
  lastNo: Temporal.Instant | null;
  /** Questions of the asker in the last 24 hours: to this person, and to everybody. */
  askedThem: number;
  askedAll: number;
  /** Open questions of the asker. */
  waiting: number;
}

/** Limits of questions. A question to a friend is not first contact, so more is possible. */
export const askLimits = {
  /** Days after a no, or after no answer, until the same person may ask again. */
  coolDownDays: { friends: 0, others: 30 },
  /** Questions from one person to another within 24 hours. */
  toOnePerson: { friends: 5, others: 1 },
  /** Questions from one person to all others within 24 hours. */
  toEverybody: 20,
  /** Questions of one person that wait for an answer. */
  waiting: 20,
} as const;

/** Why a question cannot be asked, in words for the person who wants to ask. */
export interface AskRefusal {
  code: "conflict" | "too_many_requests" | "unavailable";
  detail: string;
  /** Seconds after which it makes sense to try again, if that is known. */
  retryAfter?: number;
}

/** Whether a person may ask another one now: null, or why not. Who may ask whom at all is `safety/`'s question, asked before. */
export function refusalToAsk(facts: AskFacts): AskRefusal | null {
  const kind = facts.friends ? "friends" : "others";
  if (facts.friends && facts.kind === "friendship")
    return conflict("You are friends already. You can invite each other to play.");
  if (!facts.friends && !facts.moderated) return closed;
  if (facts.open === "asker") return conflict(openAlready);
  if (facts.open === "asked")
    return conflict("This person has asked you something. You can answer that first.");
  const again = facts.lastNo?.add({ hours: 24 * askLimits.coolDownDays[kind] });
  if (again && Temporal.Instant.compare(facts.now, again) < 0)
    return conflict(`You can ask this person again from ${dayOf(again)}.`);
  if (facts.askedThem >= askLimits.toOnePerson[kind])
    return later("You have asked this person enough for today. You can ask again tomorrow.");
  if (facts.askedAll >= askLimits.toEverybody)
    return later("You have asked enough people for today. You can ask again tomorrow.");
  if (facts.waiting >= askLimits.waiting)
    return conflict("Many of your questions wait for an answer. You can wait for one, or withdraw one.");
  return null;
}

/** What a second question to the same person is answered with. */
export const openAlready =
  "You have asked this person something already. You can wait for the answer, or withdraw it.";

const closed: AskRefusal = { code: "unavailable", detail: closedDetail, retryAfter: closedRetryAfter };

function conflict(detail: string): AskRefusal {
  return { code: "conflict", detail };
}

function later(detail: string): AskRefusal {
  return { code: "too_many_requests", detail, retryAfter: 86_400 };
}

const day = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** The first whole day (UTC) on which it is possible. */
function dayOf(instant: Temporal.Instant): string {
  const next = instant.toZonedDateTimeISO("UTC").startOfDay().add({ days: 1 });
  return day.format(next.epochMilliseconds);
}
