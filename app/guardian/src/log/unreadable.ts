import type { LogEvent } from "./event.ts";
import { shownText } from "./shown-statement.ts";

/** A record that cannot be read, by what its beginning tells: hiding a statement in one must not be a way to go unseen. */
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
    message: "a record of the log cannot be read",
    code: "",
  };
}
