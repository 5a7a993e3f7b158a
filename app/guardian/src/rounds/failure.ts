import { toldMessage } from "@tovplay/runtime/told-error";
import pg from "pg";

/** Why the database did not do as asked. */
export interface Failure {
  /** SQLSTATE; empty when it was not the server that refused. */
  code: string;
  message: string;
}

/** What became of a question: its answer, or why there is none. */
export type Outcome<Value> = { value: Value } | { failure: Failure };

export async function outcomeOf<Value>(work: Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { value: await work };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  const code = error instanceof pg.DatabaseError ? (error.code ?? "") : "";
  // Without words: several addresses were tried, and none answers.
  return { code, message: toldMessage(error) || "no connection" };
}
