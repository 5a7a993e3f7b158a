import type { ApiFailure } from "./api/failure.ts";

/** What a part of the page shows. */
export type View<Data> =
  | { kind: "loading" }
  | { kind: "failed"; failure: ApiFailure }
  | { kind: "empty"; behind?: ApiFailure }
  /** `behind` says why newer information could not be had. */
  | { kind: "shown"; data: Data; behind?: ApiFailure };

/** The part of a query that decides what is shown. */
export interface QueryState<Data> {
  data?: Data | undefined;
  error?: unknown;
}

/**
 * Picks what to show. What was shown once stays until something newer is there: a failure or a running request
 * never takes it away.
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
