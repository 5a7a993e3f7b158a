import { randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "../testing/test-database.ts";

const db = await testDatabase();

/** What each step found, for the steps after it. */
type Found = Record<string, string>;

/**
 * Every statement that the release before sends, in an order in which they can be run, with a value for each parameter. During a
 * deployment it runs beside this one on the new structure. Anyone who releases replaces them by the statements of what is released.
 */
const statements: readonly [name: string, sql: string, parameters: (found: Found) => unknown[]][] = [
  [
    "listGames",
    'select "id", "name", "description", "min_players" as "minPlayers", "max_players" as "maxPlayers" from "Game" order by lower("name") limit $1',
    () => [500],
  ],
  [
    "recipient",
    'insert into "User" ("username", "email", "password_hash") values ($1, $2, $3) returning "id", "username", "email"',
    () => ["ben", "ben@example.org", "$scrypt$ln=14,r=8,p=5$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"],
  ],
  [
    "insertUser",
    'insert into "User" ("username", "email", "password_hash") values ($1, $2, $3) returning "id", "username", "email"',
    () => ["ada", "ada@example.org", "$scrypt$ln=14,r=8,p=5$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"],
  ],
  ["listUsers", 'select "id", "username" from "User" order by lower("username") limit $1', () => [500]],
  [
    "findAccountByName",
    'select "id", "username", "email", "password_hash" as "passwordHash", "password_must_be_reset" as "passwordMustBeReset" from "User" where lower("username") = $1',
    () => ["ada"],
  ],
  [
    "findAccountByEmail",
    'select "id", "username", "email", "password_hash" as "passwordHash", "password_must_be_reset" as "passwordMustBeReset" from "User" where lower("email") = $1',
    () => ["ada@example.org"],
  ],
  [
    "insertSession",
    'insert into "UserSession" ("user_id", "token_hash", "expires_at", "ip_address", "user_agent") values ($1, $2, $3, $4, $5) returning "id"',
    ({ insertUser }) => [insertUser, token, new Date(Date.now() + 86_400_000), "192.0.2.1", null],
  ],
  [
    "findSession",
    'select "UserSession"."id" as "sessionId", "UserSession"."expires_at" as "expiresAt", "User"."id", "User"."username", "User"."email" from "UserSession" inner join "User" on "User"."id" = "UserSession"."user_id" where "UserSession"."token_hash" = $1 and "UserSession"."revoked_at" is null and "UserSession"."expires_at" > now()',
    () => [token],
  ],
  [
    "insertGameRequest",
    'insert into "GameRequest" ("sender_id", "recipient_id", "game_id", "proposed_for") values ($1, $2, $3, $4) returning "id", "status", "created_at" as "createdAt"',
    ({ insertUser, recipient, game }) => [insertUser, recipient, game, new Date(Date.now() + 86_400_000)],
  ],
  [
    "listGameRequests",
    'select "GameRequest"."id", "GameRequest"."status", "GameRequest"."proposed_for" as "proposedFor", "GameRequest"."created_at" as "createdAt", "Game"."id" as "gameId", "Game"."name" as "gameName", "sender"."id" as "senderId", "sender"."username" as "senderName", "recipient"."id" as "recipientId", "recipient"."username" as "recipientName" from "GameRequest" inner join "Game" on "Game"."id" = "GameRequest"."game_id" inner join "User" as "sender" on "sender"."id" = "GameRequest"."sender_id" inner join "User" as "recipient" on "recipient"."id" = "GameRequest"."recipient_id" where ("sender_id" = $1 or "recipient_id" = $2) order by "GameRequest"."created_at" desc, "GameRequest"."id" limit $3',
    ({ insertUser }) => [insertUser, insertUser, 50],
  ],
  [
    "insertAuditRow",
    'insert into "audit_log" ("timestamp", "correlation_id", "action", "resource_type", "resource_id", "severity", "user_id", "username", "user_email", "ip_address", "user_agent", "function", "request_path", "request_method", "arguments", "result", "success", "error", "duration_ms") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)',
    ({ insertUser }) => [
      ...[
        new Date(),
        randomUUID(),
        "sign_in",
        "UserSession",
        null,
        "LOW",
        insertUser,
        "ada",
        "ada@example.org",
      ],
      ...["192.0.2.1", null, "signIn", "/api/sign-in", "POST", "{}", null, true, null, 1],
    ],
  ],
  [
    "revokeSession",
    'update "UserSession" set "revoked_at" = now() where "id" = $1 and "revoked_at" is null',
    ({ insertSession }) => [insertSession],
  ],
];

const token = randomBytes(32);

test("every statement of the release before works on this structure, with the application's rights", async () => {
  const game = { name: "Chess", min_players: 2, max_players: 2 };
  const { id } = await db.admin.insertInto("Game").values(game).returning("id").executeTakeFirstOrThrow();
  const found: Found = { game: id };
  const session = await db.session("tovplay_app");
  for (const [name, sql, parameters] of statements) {
    const { rows, rowCount } = await session.query(sql, parameters(found)).catch((error: Error) => {
      throw new Error(`${name}: ${error.message}`, { cause: error });
    });
    expect(rowCount, name).toBeGreaterThan(0);
    found[name] = rows[0]?.id;
  }
});
