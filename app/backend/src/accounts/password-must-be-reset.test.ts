import { expect, test } from "vitest";
import { auditRows } from "../testing/audit-rows.ts";
import { testApp } from "../testing/test-app.ts";
import { hashPassword } from "./password.ts";

const id = "472d15c1-ce10-46ad-8179-8a7fe31f3c5e";
const demo = { id, username: "demo", email: "demo@example.org" };
const password = "correct horse battery";
const headers = { "content-type": "application/json" };
const signIn = (identifier: string) =>
  ({ method: "POST", url: "/api/sign-in", headers, payload: { identifier, password } }) as const;

test.each([
  ["with no hash", null],
  ["even with a hash", "its own"],
])(
  "signing in to an account that needs a new password (%s) gets the same answer as an unknown account",
  async (_name, kept) => {
    const passwordHash = kept && (await hashPassword(password));
    const account = { ...demo, passwordHash, passwordMustBeReset: true };
    const { app, asked } = await testApp((query) =>
      query.sql.includes('from "User"') && query.parameters[0] === "demo" ? [account] : [],
    );
    const answers = [];
    for (const identifier of ["demo", "nobody"]) answers.push(await app.inject(signIn(identifier)));
    const [taken, unknown] = answers.map((answer) => ({
      status: answer.statusCode,
      headers: Object.keys(answer.headers),
      error: { ...answer.json().error, correlationId: "" },
    }));
    expect(taken).toEqual(unknown);
    expect(taken).toMatchObject({ status: 401, error: { code: "unauthenticated" } });
    expect(asked.filter(({ sql }) => sql.includes('"UserSession"'))).toEqual([]);
    expect(auditRows(asked)).toMatchObject([
      { action: "sign_in", success: false, error: "password_must_be_reset", user_id: id },
      { action: "sign_in", success: false, error: "unauthenticated", user_id: null },
    ]);
  },
);
