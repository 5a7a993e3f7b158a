/** Name of the header that carries the id of a request, both ways. */
export const correlationHeader = "x-correlation-id";

/** A new id for a request, e.g. `3f9c-07d1-a2be-5c44`: short enough to be read out, and made on plain-HTTP addresses too. */
export function newCorrelationId(): string {
  const groups = crypto.getRandomValues(new Uint16Array(4));
  return Array.from(groups, (group) => group.toString(16).padStart(4, "0")).join("-");
}
