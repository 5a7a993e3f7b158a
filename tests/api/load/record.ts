import { Kysely, type LogEvent, PostgresDialect } from "kysely";
import pg from "pg";
import { newToken, tokenHash } from "../../../app/backend/src/accounts/token.ts";
import type { Tables } from "../../../app/backend/src/database/tables.ts";
import { sessionCookie } from "../../../app/backend/src/sign-in/cookies.ts";
import { testApp } from "../../../app/backend/src/testing/test-app.ts";
import type { Cluster } from "../../attack/cluster.ts";
import type { Case } from "./case.ts";

/** What is measured, as somebody with a thousandth of all requests. */
const routes = [
  { name: "games, for anybody", path: "/api/games" },
  { name: "one's requests, newest first", path: "/api/game-requests?limit=20" },
  { name: "one's friends", path: "/api/friends" },
];

/** People in the database; requests are between any two of them. */
const people = 20_000;

/** Fills the database, asks the whole application for each route once, and records what it sent to the database for it. */
export async function recordCases(cluster: Cluster, login: pg.PoolConfig, rows: number): Promise<Case[]> {
  const token = newToken();
  await fill(cluster, rows, tokenHash(token).toString("hex"));
  const sent: Case["statements"][number][] = [];
  const database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ ...login, max: 2 }) }),
    log: ({ level, query: { sql, parameters } }: LogEvent) => {
      if (level === "query") sent.push({ sql, parameters: parameters.map(asText) });
    },
  });
  const { app } = await testApp(undefined, { database });
  const cases: Case[] = [];
  for (const { name, path } of routes) {
    sent.length = 0;
    // Over http, as the measured backend is reached, the name has no prefix.
    const headers = {
      cookie: `${sessionCookie}=${token}; ${sessionCookie.slice("__Host-".length)}=${token}`,
    };
    const answer = await app.inject({ url: path, headers });
    if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${answer.body}`);
    cases.push({ name, path, headers, statements: [...sent] });
  }
  await app.close();
  await database.destroy();
  return cases;
}

/** The form in which every driver takes it. */
function asText(value: unknown): string | number | null {
  if (value === null || typeof value === "number") return value;
  if (Buffer.isBuffer(value)) return `\\x${value.toString("hex")}`;
  return value instanceof Date ? value.toISOString() : String(value);
}

/** People, games, and requests between them; the first of the people is signed in. @param hash of the session's token */
async function fill({ superuser }: Cluster, rows: number, hash: string): Promise<void> {
  const statements = [
    `INSERT INTO "User" (username, email, email_verified_at)
      SELECT 'person-' || n, 'person-' || n || '@example.org', now() FROM generate_series(1, ${people}) n`,
    `INSERT INTO "Game" (name, min_players, max_players) SELECT 'Game ' || n, 1, 4 FROM generate_series(1, 40) n`,
    `CREATE TEMPORARY TABLE person AS SELECT row_number() OVER (ORDER BY username) AS n, id FROM "User"`,
    `CREATE TEMPORARY TABLE game AS SELECT row_number() OVER (ORDER BY name) AS n, id FROM "Game"`,
    // A thousandth is of the first person, sent and received.
    `INSERT INTO "GameRequest" (sender_id, recipient_id, game_id, proposed_for, status, created_at)
      SELECT a.id, b.id, g.id, now() + interval '1 day', 'declined', now() - i * interval '1 second'
      FROM generate_series(1, ${rows}) i
      JOIN person a ON a.n = CASE WHEN i % 2000 = 0 THEN 1 ELSE 2 + i % ${people - 2} END
      JOIN person b ON b.n = CASE WHEN i % 2000 = 1000 THEN 1 ELSE 2 + (i * 7 + 1) % ${people - 2} END AND b.id <> a.id
      JOIN game g ON g.n = 1 + i % 40`,
    `INSERT INTO "UserFriends" (user_id, friend_id, status)
      SELECT a.id, b.id, 'accepted' FROM person a JOIN person b ON b.n BETWEEN 2 AND 31 WHERE a.n = 1`,
    `INSERT INTO "UserSession" (user_id, token_hash, expires_at)
      SELECT id, decode('${hash}', 'hex'), now() + interval '1 day' FROM person WHERE n = 1`,
    "VACUUM ANALYZE",
  ];
  for (const statement of statements) await superuser.query(statement);
}
