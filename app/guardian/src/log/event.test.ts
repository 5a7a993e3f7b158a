import fc from "fast-check";
import { expect, test } from "vitest";
import { eventOf } from "./event.ts";
import { parseRecord } from "./record.ts";

const base = {
  timestamp: "2026-11-21 11:41:02.412 UTC",
  user: "tovplay_app",
  dbname: "TovPlay",
  remote_host: "198.51.100.7",
  session_id: "6b01834e.41",
  application_name: "psql",
  error_severity: "LOG",
};

function eventIn(fields: Record<string, unknown>) {
  const record = parseRecord(JSON.stringify({ ...base, ...fields }));
  if (!record) throw new Error("no record");
  return eventOf(record, new Set(["postgres"]), 0);
}

const login = { ps: "authentication", application_name: "" };

test.each([
  [
    "a statement about to run",
    { message: 'statement: drop table "User";' },
    "destructive DROP TABLE attempted",
  ],
  [
    "one of several statements",
    { message: "statement: select 1; /* x */ DROP  DATABASE y" },
    "destructive DROP DATABASE attempted",
  ],
  [
    "a statement through the extended protocol",
    { message: "execute <unnamed>: drop schema public" },
    "destructive DROP SCHEMA attempted",
  ],
  [
    "a statement inside a block, seen by pgaudit",
    { message: 'AUDIT: SESSION,6,1,DDL,DROP TABLE,,,"drop table ""Game""",<not logged>' },
    "destructive DROP TABLE done",
  ],
  [
    "a role that gets more privileges",
    { message: "AUDIT: SESSION,13,1,ROLE,ALTER ROLE,,,alter user bob superuser,<not logged>" },
    "role ALTER USER done",
  ],
  [
    "logging that is switched off",
    { message: "AUDIT: SESSION,1,1,MISC,SET,,,set log_statement to none,<not logged>" },
    "setting SET done",
  ],
  ["another setting", { message: "AUDIT: SESSION,1,1,MISC,SET,,,set work_mem to 1,<not logged>" }, undefined],
  ["a new table", { message: "statement: create table x()" }, "schema CREATE TABLE attempted"],
  ["an unknown DDL statement", { message: "statement: import foreign schema x" }, "schema DDL attempted"],
  [
    "a refusal by protection",
    { error_severity: "ERROR", state_code: "TP001", message: "protection: no", statement: 'truncate "User"' },
    "protection TRUNCATE refused",
  ],
  [
    "a missing privilege",
    {
      error_severity: "ERROR",
      state_code: "42501",
      message: "must be owner",
      statement: 'drop table "User"',
    },
    "destructive DROP TABLE refused",
  ],
  [
    "a missing privilege inside a block",
    {
      error_severity: "ERROR",
      state_code: "42501",
      message: "must be owner",
      statement: "do $$ begin execute x; end $$",
      context: 'SQL statement "drop table y"\nPL/pgSQL function inline_code_block line 1 at EXECUTE',
    },
    "destructive DROP TABLE refused",
  ],
  [
    "a table that may not be read",
    { error_severity: "ERROR", state_code: "42501", message: "permission denied", statement: "select 1" },
    "denied  refused",
  ],
  ["a wrong password", { error_severity: "FATAL", state_code: "28P01", message: "no" }, "refused  refused"],
  [
    "a host that may not connect",
    { error_severity: "FATAL", state_code: "28000", message: "no" },
    "refused  refused",
  ],
  [
    "no connection left",
    { error_severity: "FATAL", state_code: "53300", message: "no" },
    "exhausted  refused",
  ],
  [
    "a damaged page",
    { error_severity: "ERROR", state_code: "XX001", message: "invalid page" },
    "damage  refused",
  ],
  [
    "missing files of the cluster",
    { error_severity: "FATAL", state_code: "58P01", message: 'could not open file "global/pg_filenode.map"' },
    "damage  refused",
  ],
  [
    "a missing file named in a statement",
    { error_severity: "ERROR", state_code: "58P01", message: 'could not open file "/x"', statement: "copy" },
    "warning  refused",
  ],
  [
    "a crash of the server",
    { user: "", message: "server process (PID 1) was terminated by signal 9" },
    "server  done",
  ],
  [
    "a superuser session",
    {
      ...login,
      user: "postgres",
      message: "connection authorized: user=postgres database=x application_name=me",
    },
    "superuser  done",
  ],
  [
    "an ordinary session",
    { ...login, message: "connection authorized: user=tovplay_app database=x application_name=me" },
    "connected  done",
  ],
  [
    "a login message faked by a function",
    { user: "postgres", context: "PL/pgSQL function", message: "connection authorized: user=postgres" },
    undefined,
  ],
  ["a checkpoint", { user: "", message: "checkpoint complete" }, undefined],
])("the log record of %s becomes the right event (%#)", (_name, fields, expected) => {
  const event = eventIn(fields);
  expect(event && `${event.kind} ${event.command} ${event.outcome}`).toBe(expected);
});

test("an event has the role, address and statement without its values", () => {
  const event = eventIn({ message: "statement: alter role bob password 'hunter-two'" });
  expect(event).toMatchObject({
    at: Date.UTC(2026, 10, 21, 11, 41, 2, 412),
    role: "tovplay_app",
    address: "198.51.100.7",
    application: "psql",
    statement: "alter role bob password '…'",
  });
  expect(JSON.stringify(event)).not.toContain("hunter-two");
});

test("a session's application name is read from its login message", () => {
  const message =
    "connection authorized: user=tovplay_app database=x application_name=a b SSL enabled (protocol=TLSv1.3)";
  expect(eventIn({ ...login, message })?.application).toBe("a b");
});

test("an event from any log line is short and on one line", () => {
  const hostile = fc.record({
    message: fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string().map((text) => `statement: ${text}`),
      fc.string().map((text) => `AUDIT: SESSION,1,1,DDL,${text}`),
    ),
    user: fc.string({ unit: "binary", maxLength: 500 }),
    statement: fc.string({ unit: "binary", maxLength: 2000 }),
    context: fc.string(),
    error_severity: fc.constantFrom("LOG", "WARNING", "ERROR", "FATAL", "PANIC", "?"),
    state_code: fc.oneof(fc.constantFrom("TP001", "42501", "28P01", "XX001"), fc.string(), fc.integer()),
    ps: fc.anything(),
  });
  fc.assert(
    fc.property(hostile, (fields) => {
      const event = eventIn(fields);
      if (!event) return;
      const texts = Object.values(event).filter((value) => typeof value === "string");
      for (const text of texts) {
        expect(text.length).toBeLessThanOrEqual(301);
        expect(text).not.toMatch(/\p{Cc}/u);
      }
    }),
  );
});

test("parsing a log record never throws", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (line) => {
      parseRecord(line);
    }),
  );
});
