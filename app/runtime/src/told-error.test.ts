import fc from "fast-check";
import pg from "pg";
import { expect, test } from "vitest";
import { createLog } from "./log.ts";
import { toldError, toldMessage } from "./told-error.ts";

/** What the driver throws when the database refuses a row. */
function refused(fields: Partial<pg.DatabaseError> = {}, message = "") {
  const text = message || 'duplicate key value violates unique constraint "User_email_key"';
  return Object.assign(new pg.DatabaseError(text, 200, "error"), {
    severity: "ERROR",
    code: "23505",
    detail: "Key (lower(email))=(canary@example.org) already exists.",
    where: 'COPY User, line 1: "canary@example.org"',
    schema: "public",
    table: "User",
    constraint: "User_email_key",
    file: "nbtinsert.c",
    line: "666",
    routine: "_bt_check_unique",
    ...fields,
  });
}

function written(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  write(createLog({ service: "backend", level: "trace", destination }));
  return lines.join("");
}

const wrapped = (cause: Error) =>
  new Error(`migration 0007 failed and changed nothing: ${cause.message}`, { cause });
const unreadable = () => refused({ code: "22P02" }, 'invalid input syntax for type uuid: "canary"');

test("a refused row is told by what it broke, and where", () => {
  expect(toldError(refused())).toEqual({
    type: "DatabaseError",
    message: 'duplicate key value violates unique constraint "User_email_key"',
    stack: expect.stringMatching(/^ {4}at /),
    code: "23505",
    severity: "ERROR",
    schema: "public",
    table: "User",
    constraint: "User_email_key",
    routine: "_bt_check_unique",
  });
});

test("an error that repeats its cause's message repeats no value of it", () => {
  expect(toldMessage(wrapped(unreadable()))).toBe(
    'migration 0007 failed and changed nothing: invalid input syntax for type uuid: "…"',
  );
  expect(toldError(wrapped(unreadable()))).toMatchObject({ cause: { code: "22P02", table: "User" } });
});

test.each([
  ["no error", "a text", "a text"],
  ["nothing", undefined, undefined],
])("%s stays as it is", (_name, value, told) => {
  expect(toldError(value)).toBe(told);
});

test("an error of Node keeps what it is about; one among several is told with the others", () => {
  const gone = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", port: 5432 });
  expect(toldError(new AggregateError([gone, refused()], "none answers"))).toMatchObject({
    type: "AggregateError",
    errors: [{ code: "ECONNREFUSED", port: 5432 }, { constraint: "User_email_key" }],
  });
});

test("causes that go in a circle end", () => {
  const one = new Error("same");
  one.cause = new Error("same", { cause: one });
  expect(JSON.stringify(toldError(one))).toContain("[too deep]");
});

test.each<[string, (log: ReturnType<typeof createLog>, error: Error) => void]>([
  ["as err", (log, err) => log.error({ err }, "it failed")],
  ["under another name", (log, error) => log.error({ error }, "it failed")],
  ["alone", (log, error) => log.error(error)],
  ["without a text", (log, err) => log.error({ err })],
  ["with its own message", (log, err) => log.fatal({ err }, err.message)],
  ["by a child that always says it", (log, err) => log.child({ err }).warn("it failed")],
])("no line holds a value when an error is logged %s", (_name, write) => {
  for (const error of [
    refused(),
    unreadable(),
    wrapped(unreadable()),
    new AggregateError([unreadable()], "all failed"),
  ]) {
    const line = written((log) => write(log, error));
    expect(line).not.toContain("canary");
    expect(JSON.parse(line)).toHaveProperty("message");
  }
});

const safe = new Set(["code", "severity", "schema", "table", "column", "constraint", "routine"]);
const others = [
  "detail",
  "hint",
  "position",
  "internalPosition",
  "internalQuery",
  "where",
  "dataType",
  "file",
  "line",
];
const field = fc
  .oneof(fc.constantFrom(...others, "parameters", "query", "values"), fc.string({ minLength: 1 }))
  .filter(
    (name) =>
      !safe.has(name) && !(name in Error.prototype) && !["stack", "cause", "__proto__"].includes(name),
  );

test("a value in any other field, in whatever shape, never comes out", () => {
  const value = fc.constantFrom<unknown>("a canary", ["canary"], { deep: { canary: "canary" } });
  fc.assert(
    fc.property(fc.dictionary(field, value), fc.boolean(), (fields, wraps) => {
      const error = Object.assign(refused(), fields);
      const line = written((log) => log.error({ err: wraps ? wrapped(error) : error }, "it failed"));
      expect(line).not.toContain("canary");
    }),
  );
});
