/** Why a request failed: no connection, a timeout, too many requests, a fault of the service, or an unexpected answer. */
export type FailureReason = "unreachable" | "slow" | "limited" | "broken" | "unreadable";

/** A failed request. Plain data, because it is kept in the store. */
export interface ApiFailure {
  reason: FailureReason;
  /** Identifies the request in the service's logs. */
  correlationId: string;
  /** HTTP status, if there was an answer. */
  status?: number;
}

/** The reason for an HTTP status whose body is unusable. */
export function reasonOfStatus(status: number): FailureReason {
  if (status === 429) return "limited";
  return status >= 400 ? "broken" : "unreadable";
}
