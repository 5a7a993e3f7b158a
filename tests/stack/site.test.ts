import { beforeAll, expect, test } from "vitest";
import { queryAs } from "./database.ts";
import { docker, siteUrl, tovrun } from "./tovrun.ts";
import { type Answer, newVisitor, signUp } from "./visitor.ts";

beforeAll(async () => {
  const { exitCode, stderr } = await tovrun("seed");
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
});

test("the backend's health names its database, and shows that it uses the pooler; visitors learn neither", async () => {
  const slot = await docker("ps", "--quiet", "--filter", "name=^tovplay-backend-");
  const ready = await docker("exec", slot, "node", "dist/health.js");
  const [cluster] = await queryAs(
    "tovplay_viewer",
    "SELECT system_identifier::text AS id FROM pg_control_system()",
  );
  expect(JSON.parse(ready.replace(/^200 /, ""))).toMatchObject({
    status: "ok",
    database: { name: "TovPlay", systemIdentifier: cluster?.id, pooled: true },
  });
  const { status, body } = await newVisitor().send("GET", "/api/health");
  expect([status, body]).toEqual([200, { status: "ok", checkedAt: expect.any(String) }]);
});

test("the reference data has the expected row counts", async () => {
  const tables = ["User", "UserProfile", "Game", "GameRequest", "ScheduledSession"];
  const counts = await tovrun(
    "psql",
    "--role",
    "admin",
    "--",
    "--tuples-only",
    "--no-align",
    "--command",
    countOf(tables),
  );
  expect(counts.stdout.trim().split("\n")).toEqual(["23", "11", "12", "182", "16"]);
});

/** Counts of seeded rows only: other tests add people, whose addresses begin with `visitor-`. */
function countOf(tables: string[]): string {
  const visitors = `(SELECT id FROM "User" WHERE email LIKE 'visitor-%')`;
  const seeded: Record<string, string> = {
    User: `id NOT IN ${visitors}`,
    GameRequest: `sender_id NOT IN ${visitors}`,
  };
  return tables.map((table) => `SELECT count(*) FROM "${table}" WHERE ${seeded[table] ?? "true"}`).join("; ");
}

test("two visitors sign up by mail, meet by a code and agree to play: rows and audit entries are in the database", async () => {
  const [host, guest] = [newVisitor(), newVisitor()];
  for (const visitor of [host, guest]) await signUp(visitor);
  // First contact waits while nobody looks at reports; here it counts as looked at for a quarter of an hour.
  const looked = 'UPDATE "ModerationStatus" SET checked_at = now()';
  expect((await tovrun("psql", "--role", "admin", "--", "--command", looked)).exitCode).toBe(0);
  const { code } = bodyOf<{ code: string }>(await host.send("POST", "/api/invite-codes", {}), 201);
  const met = bodyOf<{ person: { id: string } }>(
    await guest.send("POST", "/api/invite-codes/use", { code }),
    200,
  );
  const { games } = bodyOf<{ games: { id: string }[] }>(await guest.send("GET", "/api/games"), 200);
  const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const proposed = await guest.send("POST", "/api/game-requests", {
    recipientIds: [met.person.id],
    script: {
      gameId: games[0]?.id,
      platform: "pc",
      starts: { local: `${nextMonth}T19:00`, zone: "Europe/Berlin" },
      minutes: 60,
      startHow: "host_invites_in_game",
      ifLate: "wait_ten_minutes",
    },
  });
  const [id] = bodyOf<{ requestIds: string[] }>(proposed, 201).requestIds;
  const seen = bodyOf<{ script: { version: number } }>(
    await host.send("GET", `/api/game-requests/${id}`),
    200,
  );
  const acceptance = { scriptVersion: seen.script.version };
  bodyOf(await host.send("POST", `/api/game-requests/${id}/accept`, acceptance), 200);

  const [row] = await queryAs("tovplay_viewer", 'SELECT status FROM "GameRequest" WHERE id = $1', [id]);
  expect(row).toEqual({ status: "accepted" });
  const audit =
    "SELECT action, success, username, user_email, arguments FROM audit_log WHERE correlation_id = $1 ORDER BY id";
  const entries = await queryAs("tovplay_viewer", audit, [guest.correlationId]);
  expect(entries.map(({ action, success }) => [action, success])).toEqual([
    ["sign_up", true],
    ["finish_sign_up", true],
    ["use_invite_code", true],
    ["create_game_request", true],
  ]);
  for (const secret of [guest.password, guest.username, guest.email, code])
    expect(JSON.stringify(entries)).not.toContain(secret);
});

/** An answer's body, if it has the expected status. */
function bodyOf<Body>({ status, body }: Answer, expected: number): Body {
  expect({ status, body }).toEqual({ status: expected, body });
  return body as Body;
}

const wrongPassword = { identifier: "nobody@example.org", password: "wrong-password" };

test.each([
  { why: "no session", method: "GET", path: "/api/friends", body: undefined, status: 401 },
  { why: "a body that is not an object", method: "POST", path: "/api/sign-in", body: "x", status: 400 },
  { why: "a wrong password", method: "POST", path: "/api/sign-in", body: wrongPassword, status: 401 },
] as const)("$why is refused with the API's common error format", async ({ method, path, body, status }) => {
  const visitor = newVisitor();
  const answer = await visitor.send(method, path, body);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(answer.body).toMatchObject({
    status,
    code: expect.any(String),
    detail: expect.any(String),
    correlationId: visitor.correlationId,
  });
});

test("metrics are not public", async () => {
  const response = await fetch(new URL("/metrics", siteUrl));
  expect(response.headers.get("content-type")).toContain("text/html");
});
