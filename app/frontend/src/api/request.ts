import type { BaseQueryFn } from "@reduxjs/toolkit/query";
import type * as z from "zod/mini";
import { correlationHeader, newCorrelationId } from "./correlation-id.ts";
import { type ApiFailure, type FailureReason, reasonOfStatus } from "./failure.ts";

/** Longest wait for an answer, in milliseconds. The text of the reason `slow` names it. */
export const answerTimeout = 10_000;

/** One question to the service. */
export interface ApiQuestion {
  /** Path below the site's own address. */
  path: string;
  /** Shape of the answer; anything else is refused. */
  schema: z.ZodMiniType;
  /** Statuses that carry such an answer, besides 200. */
  alsoAccept?: readonly number[];
}

/** Asks the service, and lets through only answers of the expected shape. Never throws: a failure is a value. */
export const ask: BaseQueryFn<ApiQuestion, unknown, ApiFailure> = async (question, { signal }) => {
  const sentId = newCorrelationId();
  const timeout = AbortSignal.timeout(answerTimeout);
  try {
    const response = await fetch(question.path, {
      headers: { accept: "application/json", [correlationHeader]: sentId },
      cache: "no-store",
      signal: AbortSignal.any([signal, timeout]),
    });
    return await readAnswer(question, response, sentId);
  } catch {
    return failed(timeout.aborted ? "slow" : "unreachable", sentId);
  }
};

async function readAnswer(question: ApiQuestion, response: Response, sentId: string) {
  const id = response.headers.get(correlationHeader) ?? sentId;
  const { status } = response;
  if (status !== 200 && !question.alsoAccept?.includes(status))
    return failed(reasonOfStatus(status), id, status);
  const parsed = question.schema.safeParse(jsonOf(await response.text()));
  return parsed.success ? { data: parsed.data } : failed(reasonOfStatus(status), id, status);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failed(reason: FailureReason, correlationId: string, status?: number): { error: ApiFailure } {
  return { error: { reason, correlationId, ...(status === undefined ? {} : { status }) } };
}
