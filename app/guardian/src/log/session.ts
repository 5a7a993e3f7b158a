import type { LogRecord } from "./record.ts";

/** Session event in a record. */
export type SessionKind = "connected" | "superuser" | "disconnected";

/**
 * Recognises the server's records of sessions that begin or end. A role can make the server log any text, but only from inside a
 * statement: then the record has a context, or is not from the authentication phase.
 */
export function sessionKindOf(record: LogRecord, superusers: ReadonlySet<string>): SessionKind | undefined {
  const { message, user, ps, context } = record;
  if (context !== "" || user === "") return undefined;
  if (ps === "authentication" && /^(replication )?connection authorized: /.test(message)) {
    return superusers.has(user) ? "superuser" : "connected";
  }
  return /^disconnection: session time: /.test(message) ? "disconnected" : undefined;
}
