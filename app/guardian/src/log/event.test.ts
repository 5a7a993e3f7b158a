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
    "a statement that is about to run",
    { message: 'statement: drop table "User";' },
    "destructive DROP TABLE attempted",
  ],
  [
    "one of several",
    { message: "statement: select 1; /* x */ DROP  DATABASE y" },
    "destructive DROP DATABASE attempted",
  ],
  [
    "one by the extended protocol",
    { message: "execute <unnamed>: drop schema public" },
    "destructive DROP SCHEMA attempted",
  ],
  [
    "what pgaudit sees inside a block",
    { message: 'AUDIT: SESSION,6,1,DDL,DROP TABLE,,,"drop table ""Game""",<not logged>' },
    "destructive DROP TABLE done",
  ],
  [
    "a role that becomes more",
    { message: "AUDIT: SESSION,13,1,ROLE,ALTER ROLE,,,alter user bob superuser,<not logged>" },
    "role ALTER USER done",
  ],
  [
    "recording that is switched off",
    { message: "AUDIT: SESSION,1,1,MISC,SET,,,set log_statement to none,<not logged>" },
    "setting SET done",
  ],
  ["another setting", { message: "AUDIT: SESSION,1,1,MISC,SET,,,set work_mem to 1,<not logged>" }, undefined],
  ["a new table", { message: "statement: create table x()" }, "schema CREATE TABLE attempted"],
  [
    "structure in words nobody knows",
    { message: "statement: import foreign schema x" },
    "schema DDL attempted",
  ],
  [
    "a refusal by protection",
    { error_severity: "ERROR", state_code: "TP001", message: "protection: no", statement: 'truncate "User"' },
    "protection TRUNCATE refused",
  ],
  [
    "a right that is missing",
    {
      error_severity: "ERROR",
      state_code: "42501",
      message: "must be owner",
      statement: 'drop table "User"',
    },
    "destructive DROP TABLE refused",
  ],
  [
    "the same inside a block",
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
    "a host that may not come",
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
    "files that are gone",
    { error_severity: "FATAL", state_code: "58P01", message: 'could not open file "global/pg_filenode.map"' },
    "damage  refused",
  ],
  [
    "a file that a statement named",
    { error_severity: "ERROR", state_code: "58P01", message: 'could not open file "/x"', statement: "copy" },
    "warning  refused",
  ],
  [
    "the server's end",
    { user: "", message: "server process (PID 1) was terminated by signal 9" },
    "server  done",
  ],
  [
    "the superuser's session",
    {
      ...login,
      user: "postgres",
      message: "connection authorized: user=postgres database=x application_name=me",
    },
    "superuser  done",
  ],
  [
    "a session",
    { ...login, message: "connection authorized: user=tovplay_app database=x application_name=me" },
    "connected  done",
  ],
  [
    "a session that a function claims there to be",
    { user: "postgres", context: "PL/pgSQL function", message: "connection authorized: user=postgres" },
    undefined,
  ],
  ["a checkpoint", { user: "", message: "checkpoint complete" }, undefined],
])("%s", (_name, fields, expected) => {
  const event = eventIn(fields);
  expect(event && `${event.kind} ${event.command} ${event.outcome}`).toBe(expected);
});

test("an event says who, from where and what, and keeps values to itself", () => {
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

test("a session's name is read from what the server says of its login", () => {
  const message =
    "connection authorized: user=tovplay_app database=x application_name=a b SSL enabled (protocol=TLSv1.3)";
  expect(eventIn({ ...login, message })?.application).toBe("a b");
});

test("whatever a line holds, an event is short, on one line and JSON", () => {
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

test("whatever a line is, reading it does not fail", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (line) => {
      parseRecord(line);
    }),
  );
});
