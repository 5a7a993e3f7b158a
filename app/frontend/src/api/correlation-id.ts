/** Header with a request's id, in requests and responses. */
export const correlationHeader = "x-correlation-id";

/** A new request id, e.g. `3f9c-07d1-a2be-5c44`: short enough to read aloud, and available over plain HTTP too. */
export function newCorrelationId(): string {
  const groups = crypto.getRandomValues(new Uint16Array(4));
  return Array.from(groups, (group) => group.toString(16).padStart(4, "0")).join("-");
}
