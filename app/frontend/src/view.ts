import type { ApiFailure } from "./api/failure.ts";

/** State of a part of the page. */
export type View<Data> =
  | { kind: "loading" }
  | { kind: "failed"; failure: ApiFailure }
  | { kind: "empty"; behind?: ApiFailure }
  /** `behind` is the reason why newer information could not be loaded. */
  | { kind: "shown"; data: Data; behind?: ApiFailure };

/** The part of a query that determines the view. */
export interface QueryState<Data> {
  data?: Data | undefined;
  error?: unknown;
}

/**
 * Chooses what to show. Data stays visible until newer data arrives: a failure or a running request
 * never removes it.
 */
export function viewOf<Data>(
  query: QueryState<Data>,
  isEmpty: (data: Data) => boolean = () => false,
): View<Data> {
  const failure = isFailure(query.error) ? query.error : undefined;
  if (query.data === undefined) return failure ? { kind: "failed", failure } : { kind: "loading" };
  const behind = failure ? { behind: failure } : {};
  return isEmpty(query.data) ? { kind: "empty", ...behind } : { kind: "shown", data: query.data, ...behind };
}

function isFailure(error: unknown): error is ApiFailure {
  return typeof error === "object" && error !== null && "reason" in error && "correlationId" in error;
}
