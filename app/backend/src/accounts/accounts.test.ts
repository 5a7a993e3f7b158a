import { beforeAll, expect, test } from "vitest";
import type { Asked } from "../testing/answering-database.ts";
import { auditRows } from "../testing/audit-rows.ts";
import { testApp } from "../testing/test-app.ts";
import { hashPassword } from "./password.ts";
import { newToken, tokenHash } from "./token.ts";

const id = "472d15c1-ce10-46ad-8179-8a7fe31f3c5e";
const demo = { id, username: "demo", email: "demo@example.org" };
const password = "correct horse battery";
let passwordHash = "";
beforeAll(async () => {
  passwordHash = await hashPassword(password);
});

const json = { "content-type": "application/json" };

/** A database in which `demo` has an account and a session. */
function withDemo({ sql, parameters }: Asked): unknown[] {
  if (sql.includes('from "UserSession"')) return [{ ...demo, sessionId: id }];
  if (sql.includes('from "User"')) return parameters[0] === "demo" ? [{ ...demo, passwordHash }] : [];
  if (sql.startsWith("insert into")) return [{ id, status: "pending", createdAt: new Date(0) }];
  return [];
}

function signIn(body: object) {
  return { method: "POST", url: "/api/sign-in", headers: json, payload: body } as const;
}

test("signing in sets a cookie that scripts cannot read and stores only the hash of its token", async () => {
  const { app, asked } = await testApp(withDemo);
  const answer = await app.inject(signIn({ identifier: "demo", password }));
  expect(answer.json()).toEqual({ user: demo });
  const [cookie] = answer.cookies;
  expect(cookie).toMatchObject({
    name: "tovplay_session",
    httpOnly: true,
    secure: true,
    sameSite: "Lax",
    path: "/",
  });
  const opened = asked.find(({ sql }) => sql.startsWith('insert into "UserSession"'));
  expect(opened?.parameters).toContainEqual(tokenHash(cookie?.value ?? ""));
  expect(opened?.parameters).not.toContain(cookie?.value);
});

test("signing in commits the session and its audit row together, under the request's correlation id", async () => {
  const { app, asked } = await testApp(withDemo);
  const request = signIn({ identifier: "demo", password });
  await app.inject({ ...request, headers: { ...json, "x-correlation-id": "my-correlation-1" } });
  const statements = asked.map(({ sql }) => sql.split(" ").slice(0, 3).join(" "));
  expect(statements).toEqual([
    'select "id", "username",',
    "begin",
    "select set_config('tovplay.correlation_id', $1,",
    'insert into "UserSession"',
    'insert into "audit_log"',
    "commit",
  ]);
  expect(asked.map(({ inTransaction }) => inTransaction)).toEqual([false, false, true, true, true, true]);
  expect(auditRows(asked)).toMatchObject([
    {
      action: "sign_in",
      function: "signIn",
      success: true,
      user_id: id,
      correlation_id: "my-correlation-1",
      error: null,
    },
  ]);
});

test("signing in answers an unknown name and a wrong password alike, and records both without the password", async () => {
  const { app, asked } = await testApp(withDemo);
  const answers = [];
  for (const identifier of ["demo", "nobody"]) {
    answers.push(await app.inject(signIn({ identifier, password: "wrong-password" })));
  }
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401]);
  const [first, second] = answers.map((answer) => ({ ...answer.json().error, correlationId: "" }));
  expect(first).toEqual(second);
  expect(auditRows(asked)).toMatchObject([
    { action: "sign_in", success: false, error: "unauthenticated", user_id: id },
    { action: "sign_in", success: false, error: "unauthenticated", user_id: null },
  ]);
  expect(JSON.stringify(auditRows(asked))).not.toContain("wrong-password");
});

test("signing in refuses the eleventh attempt from an address within a minute, but not from other addresses", async () => {
  const { app } = await testApp();
  const attempt = (address: string) =>
    app.inject({ ...signIn({}), headers: { ...json, "x-forwarded-for": address } });
  for (let count = 0; count < 10; count++) expect((await attempt("192.0.2.1")).statusCode).toBe(400);
  const refused = await attempt("192.0.2.1");
  expect(refused.statusCode).toBe(429);
  expect(refused.json().error.code).toBe("too_many_requests");
  expect((await attempt("192.0.2.2")).statusCode).toBe(400);
});

test("signing up never returns or records the password", async () => {
  const { app, asked } = await testApp(({ sql }) =>
    sql.includes('into "User"') ? [{ ...demo, passwordHash: "h" }] : [],
  );
  const payload = { username: "demo", email: "demo@example.org", password };
  const answer = await app.inject({ method: "POST", url: "/api/sign-up", headers: json, payload });
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toEqual({ user: demo });
  expect(auditRows(asked)).toMatchObject([{ action: "sign_up", resource_id: id, user_id: id }]);
  expect(JSON.stringify(auditRows(asked))).not.toContain(password);
});

test.each([
  [{ username: "ab" }],
  [{ username: "a@b.example.org" }],
  [{ username: "a b c" }],
  [{ email: "nobody" }],
  [{ password: "too short" }],
  [{ password: "x".repeat(129) }],
  [{ admin: true }],
])("signing up refuses %j", async (difference) => {
  const { app, asked } = await testApp();
  const payload = { username: "demo", email: "demo@example.org", password, ...difference };
  const answer = await app.inject({ method: "POST", url: "/api/sign-up", headers: json, payload });
  expect(answer.statusCode).toBe(400);
  expect(answer.body).not.toContain(password);
  expect(asked).toEqual([]);
});

test("the list of users shows only ids and names", async () => {
  const { app } = await testApp((asked) =>
    asked.sql.includes("limit") ? [{ ...demo, passwordHash }] : withDemo(asked),
  );
  const answer = await app.inject({ url: "/api/users", cookies: { tovplay_session: newToken() } });
  expect(answer.json()).toEqual({ users: [{ id, username: "demo" }] });
});

test("a cookie that cannot be a token is refused without a query", async () => {
  const { app, asked } = await testApp(withDemo);
  const answer = await app.inject({ url: "/api/session", cookies: { tovplay_session: "' or 1=1 --" } });
  expect(answer.statusCode).toBe(401);
  expect(asked).toEqual([]);
});

test("a failed change is rolled back and recorded in a separate transaction", async () => {
  const { app, asked } = await testApp((query) => {
    if (query.sql.startsWith("update")) throw new Error("broken");
    return withDemo(query);
  });
  const answer = await app.inject({
    method: "POST",
    url: "/api/sign-out",
    cookies: { tovplay_session: newToken() },
  });
  expect(answer.statusCode).toBe(500);
  expect(asked.map(({ sql }) => sql).filter((sql) => /^(begin|commit|rollback)$/.test(sql))).toEqual([
    "begin",
    "rollback",
    "begin",
    "commit",
  ]);
  expect(auditRows(asked)).toMatchObject([{ action: "sign_out", success: false, error: "Error: broken" }]);
});
