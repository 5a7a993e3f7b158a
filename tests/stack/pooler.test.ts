import pg from "pg";
import { expect, test } from "vitest";
import { timeLimits } from "../../app/runtime/src/time-limits.ts";
import { credentials, queryAs } from "./database.ts";

test("PgBouncer serves 200 clients over at most 15 server connections", async () => {
  const { tovplay_app: app } = await credentials();
  const clients = Array.from({ length: 200 }, () => new pg.Client({ ...app }));
  const backends = new Set<unknown>();
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const answers = await Promise.all(
      clients.map((client) => client.query("SELECT pg_backend_pid() AS pid")),
    );
    for (const { rows } of answers) backends.add(rows[0].pid);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
  expect(backends.size).toBeGreaterThan(0);
  expect(backends.size).toBeLessThanOrEqual(15);
});

test("PostgreSQL can tell from its application name that a session came through the pooler", async () => {
  const [row] = await queryAs("tovplay_app", "SELECT current_setting('application_name') AS name");
  expect(row?.name).toMatch(/ - [0-9a-f.:]+:\d+$/);
});

const anyone = { statement: 30_000, idleInTransaction: 300_000 };

test.each([
  ["tovplay_viewer", anyone],
  ["tovplay_app", timeLimits.application],
] as const)(
  "PostgreSQL itself limits statements and idle sessions of %s",
  async (role, { statement, idleInTransaction }) => {
    const names = ["statement_timeout", "idle_session_timeout", "idle_in_transaction_session_timeout"];
    const rows = await queryAs(role, "SELECT name, setting FROM pg_settings WHERE name = ANY($1)", [names]);
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      statement_timeout: String(statement),
      idle_session_timeout: "300000",
      idle_in_transaction_session_timeout: String(idleInTransaction),
    });
  },
);
