/** Name of the header that carries the id of a request, both ways. */
export const correlationHeader = "x-correlation-id";

/** A new id for a request: 32 hexadecimal digits. Unlike `crypto.randomUUID` it also works on plain-HTTP addresses. */
export function newCorrelationId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
