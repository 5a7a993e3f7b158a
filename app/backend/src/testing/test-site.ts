import type { InjectOptions } from "fastify";
import { newToken, tokenHash } from "../accounts/token.ts";
import type { RouteContext } from "../routes/route-context.ts";
import { sessionCookie } from "../sign-in/cookies.ts";
import { testApp } from "./test-app.ts";
import type { TestDatabase } from "./test-database.ts";

/** A person of a test: an account with a proven address, signed in. */
export interface Person {
  id: string;
  username: string;
  email: string;
  /** Value of the session cookie. */
  token: string;
}

/** What a test sends. */
type Sent = Pick<InjectOptions, "query" | "headers"> & { body?: object };

/** The whole application on a test's database. */
export async function testSite(db: TestDatabase, context: Partial<RouteContext> = {}) {
  const { app, lines, context: whole } = await testApp(undefined, { database: db.app, ...context });
  const send = async (
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    url: string,
    person: Person | null,
    { body, query, headers = {} }: Sent = {},
  ) => {
    const cookies: Record<string, string> = person ? { [sessionCookie]: person.token } : {};
    const answer = await app.inject({
      method,
      url,
      cookies,
      headers,
      ...(query && { query }),
      ...(body && { payload: body }),
    });
    const isJson = /json/.test(String(answer.headers["content-type"]));
    const json = isJson && answer.body !== "" ? answer.json() : null;
    return {
      status: answer.statusCode,
      body: json,
      raw: answer.body,
      headers: answer.headers,
      cookies: answer.cookies,
    };
  };
  return { app, lines, send, context: whole };
}

/** Adds a person who is signed in. @param name also the first part of the address at example.org */
export async function signedUp(
  { admin }: Pick<TestDatabase, "admin">,
  name: string,
  more: { role?: "member" | "moderator" | "admin"; verified?: boolean } = {},
): Promise<Person> {
  const { role = "member", verified = true } = more;
  const email = `${name}@example.org`;
  const { id } = await admin
    .insertInto("User")
    .values({ username: name, email, role, email_verified_at: verified ? new Date() : null })
    .returning("id")
    .executeTakeFirstOrThrow();
  const token = newToken();
  await admin
    .insertInto("UserSession")
    .values({ user_id: id, token_hash: tokenHash(token), expires_at: new Date(Date.now() + 86_400_000) })
    .execute();
  return { id, username: name, email, token };
}
