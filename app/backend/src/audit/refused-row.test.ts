import pg from "pg";
import { expect, test } from "vitest";
import { testApp } from "../testing/test-app.ts";

const person = { username: "canary", email: "canary@example.org", age: 30 };
const signUp = {
  method: "POST",
  url: "/api/sign-up",
  headers: { "content-type": "application/json" },
  payload: person,
} as const;

const refusal = (code: string, message: string) =>
  Object.assign(new pg.DatabaseError(message, 100, "error"), {
    code,
    severity: "ERROR",
    detail: "Failing row contains (canary, canary@example.org).",
    where: 'unnamed portal parameter $1 = "canary"',
    table: "User",
  });

test.each([
  ["23514", 'new row for relation "User" violates check constraint "User_email_check"', undefined],
  ["22P02", 'invalid input syntax for type uuid: "canary"', 'invalid input syntax for type uuid: "…"'],
])("a row that the database refuses with %s is reported without its values", async (code, message, shown) => {
  const { app, asked, lines } = await testApp(({ sql }) => {
    if (sql.includes("as taken")) return [{ taken: false }];
    if (sql.startsWith('insert into "PendingSignUp"')) throw refusal(code, message);
    return [];
  });
  const answer = await app.inject(signUp);
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain("canary");
  expect(lines.find(({ level }) => level === "error")).toMatchObject({
    err: { type: "DatabaseError", code, table: "User", message: shown ?? message },
  });
  expect(JSON.stringify(lines)).not.toContain("canary");
  const recorded = asked.find(({ sql }) => sql.startsWith('insert into "audit_log"'));
  expect(recorded?.parameters).toContain(`error: ${shown ?? message}`);
});
