import type { BaseQueryFn } from "@reduxjs/toolkit/query";
import type * as z from "zod/mini";
import { correlationHeader, newCorrelationId } from "./correlation-id.ts";
import { type ApiFailure, type FailureReason, reasonOfStatus } from "./failure.ts";

/** Timeout of a request, in milliseconds. The text for the reason `slow` mentions it. */
export const answerTimeout = 10_000;

/** One request to the service. */
export interface ApiRequest {
  /** Path on the site's own address. */
  path: string;
  /** Schema of the answer; anything else is refused. */
  schema: z.ZodMiniType;
  /** Statuses besides 200 that have such an answer. */
  alsoAccept?: readonly number[];
}

/** Sends a request and returns only answers that match the schema. Never throws: a failure is a value. */
export const ask: BaseQueryFn<ApiRequest, unknown, ApiFailure> = async (request, { signal }) => {
  const sentId = newCorrelationId();
  const timeout = AbortSignal.timeout(answerTimeout);
  try {
    const response = await fetch(request.path, {
      headers: { accept: "application/json", [correlationHeader]: sentId },
      cache: "no-store",
      signal: AbortSignal.any([signal, timeout]),
    });
    return await readAnswer(request, response, sentId);
  } catch {
    return failed(timeout.aborted ? "slow" : "unreachable", sentId);
  }
};

async function readAnswer(request: ApiRequest, response: Response, sentId: string) {
  const id = response.headers.get(correlationHeader) ?? sentId;
  const { status } = response;
  if (status !== 200 && !request.alsoAccept?.includes(status))
    return failed(reasonOfStatus(status), id, status);
  const parsed = request.schema.safeParse(jsonOf(await response.text()));
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
