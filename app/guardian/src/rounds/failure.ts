import { safeMessage } from "@tovplay/runtime/safe-error";
import pg from "pg";

/** Why a query failed. */
export interface Failure {
  /** SQLSTATE; empty when the failure is not from the server. */
  code: string;
  message: string;
}

/** Result of a query, or why it failed. */
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
  // The message is empty when several addresses were tried and none answered.
  return { code, message: safeMessage(error) || "no connection" };
}
