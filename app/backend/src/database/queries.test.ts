import { expect, test } from "vitest";
import { findAccount, insertUser } from "../accounts/queries.ts";
import { insertAuditRow } from "../audit/queries.ts";
import { listGames } from "../games/queries.ts";
import { findSession, insertSession, revokeSession } from "../sign-in/queries.ts";
import { answeringDatabase } from "../testing/answering-database.ts";

const { database } = answeringDatabase();
const at = new Date(0);
const session = {
  userId: "u",
  tokenHash: Buffer.alloc(32),
  expiresAt: at,
  ipAddress: "192.0.2.1",
  userAgent: null,
};
const auditRow = {
  ...{
    timestamp: at,
    correlation_id: "c",
    action: "a",
    resource_type: "t",
    resource_id: null,
    severity: "LOW" as const,
  },
  ...{
    user_id: null,
    username: null,
    user_email: null,
    ip_address: null,
    user_agent: null,
    personal: null,
    function: "f",
  },
  ...{ request_path: null, request_method: null, arguments: "{}", result: null, success: true, error: null },
  duration_ms: 1,
};

test("the SQL of every query matches the reviewed snapshot", () => {
  const queries = {
    listGames: listGames(database, 500),
    findAccountByName: findAccount(database, "Demo"),
    findAccountByEmail: findAccount(database, "Demo@example.org"),
    insertUser: insertUser(database, {
      ...{ username: "a", email: "a@example.org", passwordHash: "h", age: 18, confirmedAt: at },
    }),
    insertSession: insertSession(database, session),
    findSession: findSession(database, Buffer.alloc(32)),
    revokeSession: revokeSession(database, "u", "s", "signed_out"),
    insertAuditRow: insertAuditRow(database, auditRow),
  };
  const statements = Object.entries(queries).map(([name, query]) => `${name}\n  ${query.compile().sql}\n`);
  expect(statements.join("\n")).toMatchSnapshot();
});

test("inserting into the audit log does not read the row back", () => {
  expect(insertAuditRow(database, auditRow).compile().sql).not.toContain("returning");
});

test("an account is found regardless of upper and lower case", () => {
  expect(findAccount(database, "DEMO@Example.org").compile().sql).toContain('lower("email") = lower($1)');
});
