import { Temporal } from "temporal-polyfill";
import { ApiError, notFound } from "../api/api-error.ts";
import type { Database } from "../database/database.ts";
import type { QuestionKind } from "../database/tables/safety.ts";
import { lockPeople } from "../safety/locks.ts";
import { mayTo } from "../safety/people.ts";
import type { PersonAction } from "../safety/relation.ts";
import { askFacts, insertQuestion, type Question } from "./queries.ts";
import { refusalToAsk } from "./rules.ts";

const actions: Record<QuestionKind, PersonAction> = {
  friendship: "ask_friend",
  game_request: "invite",
  session: "plan",
};

/**
 * Opens a question from one person to another, inside the transaction that writes what is asked. Every first contact goes through
 * here: who may ask, one open question between two people, a pause after a no, limits per day, and a moderation that works.
 * @throws ApiError when the other person does not exist for the asker, or may not be asked now
 */
export async function askQuestion(
  tx: Database,
  question: Question,
  now: Temporal.Instant = Temporal.Now.instant(),
): Promise<void> {
  const { askerId, askedId, kind } = question;
  await lockPeople(tx, [askerId, askedId]);
  if (askerId === askedId) throw new ApiError("conflict", "This is you. You can choose another person.");
  if (!(await mayTo(tx, askerId, actions[kind], askedId))) throw notFound("person");
  const facts = await askFacts(tx, question).executeTakeFirstOrThrow();
  const refusal = refusalToAsk({
    now,
    kind,
    friends: Boolean(facts.friends),
    moderated: Boolean(facts.moderated),
    open: facts.open,
    lastNo: facts.lastNo ? Temporal.Instant.fromEpochMilliseconds(facts.lastNo.getTime()) : null,
    askedThem: Number(facts.askedThem),
    askedAll: Number(facts.askedAll),
    waiting: Number(facts.waiting),
  });
  if (refusal) {
    const { code, detail, ...extras } = refusal;
    throw new ApiError(code, detail, extras);
  }
  await insertQuestion(tx, question).execute();
}
