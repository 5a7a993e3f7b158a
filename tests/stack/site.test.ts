import { beforeAll, expect, test } from "vitest";
import { queryAs } from "./database.ts";
import { docker, siteUrl, tovrun } from "./tovrun.ts";
import { newVisitor } from "./visitor.ts";

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

test("a visitor signs up, signs in and asks for a game: the row and its audit entry are in the database", async () => {
  const visitor = newVisitor();
  const { username, email, password, correlationId } = visitor;
  expect((await visitor.send("POST", "/api/sign-up", { username, email, password })).status).toBe(201);
  expect((await visitor.send("POST", "/api/sign-in", { identifier: email, password })).status).toBe(200);
  const { games } = (await visitor.send("GET", "/api/games")).body as { games: { id: string }[] };
  const { users } = (await visitor.send("GET", "/api/users")).body as {
    users: { id: string; username: string }[];
  };
  const recipient = users.find((user) => user.username !== username);
  const asked = await visitor.send("POST", "/api/game-requests", {
    recipientId: recipient?.id,
    gameId: games[0]?.id,
    proposedFor: new Date(Date.now() + 86_400_000).toISOString(),
  });
  expect(asked.status).toBe(201);
  const { id } = (asked.body as { gameRequest: { id: string } }).gameRequest;

  const [row] = await queryAs("tovplay_viewer", 'SELECT status FROM "GameRequest" WHERE id = $1', [id]);
  expect(row).toEqual({ status: "pending" });
  const audit =
    "SELECT username, success, request_path, arguments FROM audit_log WHERE correlation_id = $1 ORDER BY id";
  const entries = await queryAs("tovplay_viewer", audit, [correlationId]);
  expect(entries.map(({ request_path, success }) => [request_path, success])).toEqual([
    ["/api/sign-up", true],
    ["/api/sign-in", true],
    ["/api/game-requests", true],
  ]);
  expect(JSON.stringify(entries)).not.toContain(password);
});

const wrongPassword = { identifier: "nobody@example.org", password: "wrong-password" };

test.each([
  { why: "no session", method: "GET", path: "/api/users", body: undefined, status: 401 },
  { why: "a body that is not an object", method: "POST", path: "/api/sign-in", body: "x", status: 400 },
  { why: "a wrong password", method: "POST", path: "/api/sign-in", body: wrongPassword, status: 401 },
] as const)("$why is refused with the API's common error format", async ({ method, path, body, status }) => {
  const visitor = newVisitor();
  const answer = await visitor.send(method, path, body);
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({
    error: { code: expect.any(String), message: expect.any(String), correlationId: visitor.correlationId },
  });
});

test("metrics are not public", async () => {
  const response = await fetch(new URL("/metrics", siteUrl));
  expect(response.headers.get("content-type")).toContain("text/html");
});
