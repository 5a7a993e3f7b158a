/** Why the page has no answer: no connection, no answer in time, too many requests, a fault there, or an answer of another shape. */
export type FailureReason = "unreachable" | "slow" | "limited" | "broken" | "unreadable";

/** What is known about a request that failed. Plain data, because it is kept in the store. */
export interface ApiFailure {
  reason: FailureReason;
  /** Finds the request in the logs of the service. */
  correlationId: string;
  /** HTTP status, where there was an answer. */
  status?: number;
}

/** The reason that an HTTP status stands for, when its body is of no use. */
export function reasonOfStatus(status: number): FailureReason {
  if (status === 429) return "limited";
  return status >= 400 ? "broken" : "unreadable";
}
