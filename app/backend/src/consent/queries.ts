import { type Expression, expressionBuilder, sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { QuestionKind, QuestionStatus } from "../database/tables/safety.ts";
import type { Tables } from "../database/tables.ts";
import { isModerated } from "../moderation/heartbeat.ts";
import { areFriends } from "../safety/relation-sql.ts";

/** A question from one person to another. */
export interface Question {
  askerId: string;
  askedId: string;
  kind: QuestionKind;
  /** The row that tells what is asked. */
  aboutId: string;
}

const eb = expressionBuilder<Tables>();

/** All that decides whether a question may be asked, in one statement. */
export function askFacts(database: Database, { askerId, askedId }: Pick<Question, "askerId" | "askedId">) {
  const dayAgo = sql<Date>`now() - interval '24 hours'`;
  const ofAsker = () => eb.selectFrom("ContactQuestion").where("asker_id", "=", askerId);
  const count = () => eb.fn.countAll<string>().as("count");
  return database.selectNoFrom([
    areFriends(askerId, uuid(askedId)).as("friends"),
    isModerated().as("moderated"),
    openBetween(askerId, askedId).as("open"),
    ofAsker()
      .select((q) => q.fn.max("answered_at").as("at"))
      .where("asked_id", "=", askedId)
      .where("status", "in", ["no", "expired"])
      .as("lastNo"),
    ofAsker()
      .select(count())
      .where("asked_id", "=", askedId)
      .where("created_at", ">", dayAgo)
      .as("askedThem"),
    ofAsker().select(count()).where("created_at", ">", dayAgo).as("askedAll"),
    ofAsker().select(count()).where("status", "=", "open").as("waiting"),
  ]);
}

function openBetween(askerId: string, askedId: string) {
  const open = (asker: string, asked: string) =>
    eb.exists(
      eb
        .selectFrom("ContactQuestion")
        .select(sql.lit(1).as("one"))
        .where(sql`least(asker_id, asked_id)`, "=", sql`least(${uuid(askerId)}, ${uuid(askedId)})`)
        .where(sql`greatest(asker_id, asked_id)`, "=", sql`greatest(${uuid(askerId)}, ${uuid(askedId)})`)
        .where("status", "=", "open")
        .where("asker_id", "=", asker)
        .where("asked_id", "=", asked),
    );
  return eb
    .case()
    .when(open(askerId, askedId))
    .then(sql.lit("asker" as const))
    .when(open(askedId, askerId))
    .then(sql.lit("asked" as const))
    .end();
}

/** Opens a question. The database refuses a second open one between the same two people. */
export function insertQuestion(database: Database, { askerId, askedId, kind, aboutId }: Question) {
  return database
    .insertInto("ContactQuestion")
    .values({ asker_id: askerId, asked_id: askedId, kind, about_id: aboutId });
}

/** Closes the open questions about a row: to one person, or to everybody. */
export function closeQuestions(
  database: Database,
  { aboutId, askedId }: { aboutId: string; askedId?: string },
  status: Exclude<QuestionStatus, "open">,
) {
  const closing = database
    .updateTable("ContactQuestion")
    .set({ status, answered_at: sql<Date>`now()` })
    .where("about_id", "=", aboutId)
    .where("status", "=", "open");
  return askedId === undefined ? closing : closing.where("asked_id", "=", askedId);
}

/** Closes whatever is open between two people. */
export function closeQuestionsBetween(database: Database, one: string, other: string) {
  return database
    .updateTable("ContactQuestion")
    .set({ status: "ended", answered_at: sql<Date>`now()` })
    .where(sql`least(asker_id, asked_id)`, "=", sql`least(${uuid(one)}, ${uuid(other)})`)
    .where(sql`greatest(asker_id, asked_id)`, "=", sql`greatest(${uuid(one)}, ${uuid(other)})`)
    .where("status", "=", "open");
}

function uuid(id: string): Expression<string> {
  return sql<string>`${id}::uuid`;
}
