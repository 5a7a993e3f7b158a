import { expect, test } from "vitest";
import { soundDatabase, testApp } from "./testing/test-app.ts";

test("health tells operators which database answers, and anybody else only that it works", async () => {
  const { app } = await testApp();
  const ready = await app.inject("/health/ready");
  expect(ready.statusCode).toBe(200);
  expect(ready.json()).toMatchObject({
    status: "ok",
    version: "test",
    reasons: [],
    database: soundDatabase,
  });
  expect((await app.inject("/api/health")).json()).toEqual({
    status: "ok",
    checkedAt: soundDatabase.checkedAt,
  });
});

test("health answers 503 when it is the wrong database, and the process is alive all the same", async () => {
  const reasons = ["the database is other, not TovPlay"];
  const readHealth = async () => ({
    status: "unavailable" as const,
    reasons,
    details: { database: soundDatabase },
  });
  const { app } = await testApp(undefined, { readHealth });
  const ready = await app.inject("/health/ready");
  expect([ready.statusCode, ready.json().reasons]).toEqual([503, reasons]);
  const shown = await app.inject("/api/health");
  expect([shown.statusCode, shown.json().status, shown.body.includes("other")]).toEqual([
    503,
    "unavailable",
    false,
  ]);
  expect((await app.inject("/health/live")).statusCode).toBe(204);
});

test("anyone may list the games", async () => {
  const row = {
    id: "cb1b72cc-0bf7-4345-9ab7-8c6d2e33c300",
    name: "Chess",
    description: "",
    minPlayers: 2,
    maxPlayers: 2,
  };
  const { app } = await testApp(() => [{ ...row, secret: "not in the schema" }]);
  expect((await app.inject("/api/games")).json()).toEqual({ games: [row] });
});

test("a request's correlation id appears in its answer and its log line", async () => {
  const { app, lines } = await testApp();
  const answer = await app.inject({
    url: "/api/games?q=typed",
    headers: { "x-correlation-id": "my-correlation-1" },
  });
  expect(answer.headers["x-correlation-id"]).toBe("my-correlation-1");
  expect(lines.at(-1)).toMatchObject({ correlationId: "my-correlation-1", path: "/api/games", status: 200 });
  expect(JSON.stringify(lines)).not.toContain("typed");
});

test.each([
  ["GET", "/nothing", undefined, 404, "not_found"],
  ["POST", "/api/games", "{}", 405, "method_not_allowed"],
  ["GET", "/api/%zz", undefined, 400, "invalid_request"],
  ["GET", "/api/session", undefined, 401, "unauthenticated"],
  ["POST", "/api/sign-in", "{", 400, "invalid_request"],
  ["POST", "/api/sign-in", "{}", 400, "invalid_request"],
  [
    "POST",
    "/api/sign-in",
    '{"identifier":"demo","password":"p","__proto__":{"a":1}}',
    400,
    "invalid_request",
  ],
  ["POST", "/api/sign-in", "x".repeat(70_000), 413, "too_large"],
  ["POST", "/api/game-requests", "{}", 401, "unauthenticated"],
] as const)("%s %s reports its error as problem details (%#)", async (method, url, payload, status, code) => {
  const { app } = await testApp();
  const answer = await app.inject({
    method,
    url,
    headers: { "content-type": "application/json" },
    ...(payload ? { payload } : {}),
  });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(answer.json()).toMatchObject({
    type: `urn:tovplay:problem:${code}`,
    status,
    detail: expect.any(String),
    code,
    correlationId: answer.headers["x-correlation-id"],
  });
});

test("an internal error is logged and not shown in the answer", async () => {
  const { app, lines } = await testApp(() => {
    throw new Error("relation of 192.0.2.7 is broken");
  });
  const answer = await app.inject("/api/games");
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain("192.0.2.7");
  expect(JSON.stringify(lines)).toContain("192.0.2.7");
});

test("an unreachable database is answered with 503", async () => {
  const { app } = await testApp(() => {
    throw Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  });
  expect((await app.inject("/api/games")).statusCode).toBe(503);
});

test("a form from another site is refused before any query", async () => {
  const { app, asked } = await testApp();
  const headers = { origin: "https://evil.example.org", "content-type": "application/json" };
  const answer = await app.inject({ method: "POST", url: "/api/sign-in", headers, payload: "{}" });
  expect(answer.statusCode).toBe(403);
  const plain = { "content-type": "text/plain" };
  expect(
    (await app.inject({ method: "POST", url: "/api/sign-in", headers: plain, payload: "x" })).statusCode,
  ).toBe(415);
  expect(asked).toEqual([]);
});

test("metrics count by route", async () => {
  const { app } = await testApp();
  await app.inject("/api/games");
  const metrics = (await app.inject("/metrics")).body;
  expect(metrics).toContain(
    'http_request_duration_seconds_count{service="backend",method="GET",route="/api/games",status="200"} 1',
  );
});
