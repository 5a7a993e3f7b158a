import type { LogEvent } from "./event.ts";
import { shownText } from "./shown-statement.ts";

/** The event for an unreadable record, with what its start reveals, so that nobody can hide a statement in one. */
export function unreadableEvent(text: string, now: number): LogEvent {
  const field = (name: string, length: number) =>
    shownText(new RegExp(`"${name}":"((?:[^"\\\\]|\\\\.){0,200})`).exec(text)?.[1] ?? "", length);
  return {
    kind: "unreadable",
    at: now,
    outcome: "attempted",
    role: field("user", 63),
    database: field("dbname", 63),
    address: field("remote_host", 100),
    application: field("application_name", 63),
    session: field("session_id", 40),
    command: "",
    statement: "",
    message: "cannot read a record of the log",
    code: "",
  };
}
