import type { LogRecord } from "./record.ts";

/** What a record says about a session. */
export type SessionKind = "connected" | "superuser" | "disconnected";

/**
 * What the server says about a session that begins or ends. A role can let the server log any text, but only from inside a
 * statement: then the record has a context, or does not stand where logins are told of.
 */
export function sessionKindOf(record: LogRecord, superusers: ReadonlySet<string>): SessionKind | undefined {
  const { message, user, ps, context } = record;
  if (context !== "" || user === "") return undefined;
  if (ps === "authentication" && /^(replication )?connection authorized: /.test(message)) {
    return superusers.has(user) ? "superuser" : "connected";
  }
  return /^disconnection: session time: /.test(message) ? "disconnected" : undefined;
}
