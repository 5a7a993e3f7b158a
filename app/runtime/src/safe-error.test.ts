import fc from "fast-check";
import pg from "pg";
import { expect, test } from "vitest";
import { createLog } from "./log.ts";
import { safeError, safeMessage } from "./safe-error.ts";

/** The driver's error when the database refuses a row. */
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

test("a refused row is described by the constraint it violates", () => {
  expect(safeError(refused())).toEqual({
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

test("an error that repeats its cause's message does not repeat its values", () => {
  expect(safeMessage(wrapped(unreadable()))).toBe(
    'migration 0007 failed and changed nothing: invalid input syntax for type uuid: "…"',
  );
  expect(safeError(wrapped(unreadable()))).toMatchObject({ cause: { code: "22P02", table: "User" } });
});

test.each([
  ["a text", "a text", "a text"],
  ["undefined", undefined, undefined],
])("%s is not an error and stays unchanged", (_name, value, shown) => {
  expect(safeError(value)).toBe(shown);
});

test("an AggregateError keeps all of its errors with their safe fields", () => {
  const gone = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", port: 5432 });
  expect(safeError(new AggregateError([gone, refused()], "none answers"))).toMatchObject({
    type: "AggregateError",
    errors: [{ code: "ECONNREFUSED", port: 5432 }, { constraint: "User_email_key" }],
  });
});

test("a circular chain of causes is cut off", () => {
  const one = new Error("same");
  one.cause = new Error("same", { cause: one });
  expect(JSON.stringify(safeError(one))).toContain("[too deep]");
});

test.each<[string, (log: ReturnType<typeof createLog>, error: Error) => void]>([
  ["as err", (log, err) => log.error({ err }, "it failed")],
  ["under another name", (log, error) => log.error({ error }, "it failed")],
  ["alone", (log, error) => log.error(error)],
  ["without a text", (log, err) => log.error({ err })],
  ["with its own message", (log, err) => log.fatal({ err }, err.message)],
  ["by a child logger's fixed field", (log, err) => log.child({ err }).warn("it failed")],
])("a log line contains no row values when an error is logged %s", (_name, write) => {
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

test("a value in any other field of an error is never logged", () => {
  const value = fc.constantFrom<unknown>("a canary", ["canary"], { deep: { canary: "canary" } });
  fc.assert(
    fc.property(fc.dictionary(field, value), fc.boolean(), (fields, wraps) => {
      const error = Object.assign(refused(), fields);
      const line = written((log) => log.error({ err: wraps ? wrapped(error) : error }, "it failed"));
      expect(line).not.toContain("canary");
    }),
  );
});
