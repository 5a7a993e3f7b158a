import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AdoptionRequest } from "../../../cli/adoption/prepare.ts";
import { Failure } from "../../../cli/terminal/exit.ts";
import { type AdoptionDatabase, startAdoptionDatabase } from "../testing/adoption-database.ts";

const folder = fileURLToPath(new URL("dumps/", import.meta.url));

const sample = "adopted: Game 12, User 23, GameRequest 182, UserProfile 11";
const oneUser = "adopted: User 1";
const zone = (table: string) =>
  `"${table}"."created_at": timestamp without time zone in the dump, timestamp with time zone here: choose its zone with --time-zone, for example --time-zone UTC`;
const noEnd = "it does not end with pg_dump's last line";
const confirm = (rows: string) =>
  `the dump may therefore be incomplete: compare with the old database, then confirm with --rows '${rows}'`;
const kim = "00000000-0000-4000-8000-000000000001";
const doesNotFit = "the dump does not match this database";
const invalidRows = "the dump contains invalid rows; nothing was changed";
const notYet = "the dump cannot be imported yet; nothing was changed";
const notImportable = "the dump cannot be imported";

/** Each dump with the operator's options and its result: tables with their rows, or the message and all reasons. */
const cases: readonly (readonly [string, AdoptionRequest, readonly string[]])[] = [
  ["a-plain", {}, [sample]],
  ["a-inserts", {}, [sample]],
  ["a-noowner", {}, [sample]],
  ["a-dumpall", {}, [sample]],
  ["a-dumpall-clean", {}, [sample]],
  ["d-bom-crlf", {}, [sample]],
  [
    "c-trunc-between",
    {},
    [notImportable, "the dump is truncated: the last line that pg_dump writes is missing"],
  ],
  [
    "t1-line",
    {},
    [notImportable, 'the dump is truncated: it ends inside the rows of public."Game", which begin on line 7'],
  ],
  [
    "t5-insert-cut",
    {},
    [notImportable, "the dump is truncated: it ends inside a statement that begins on line 7"],
  ],
  [
    "t3-before-data",
    {},
    [notYet, noEnd, 'it has no rows for "Game", like a dump without data', confirm("Game 0")],
  ],
  [
    "t3-before-data",
    { rows: "Game 1" },
    [
      notYet,
      noEnd,
      'it has no rows for "Game", like a dump without data',
      "--rows says 'Game 1', but the dump has 'Game 0'",
    ],
  ],
  ["t3-before-data", { rows: "Game 0" }, ["adopted: Game 0"]],
  [
    "d-utf16",
    {},
    [
      "is UTF-16, as written by PowerShell's '>', and may have lost characters; make the dump again with 'pg_dump --file'",
    ],
  ],
  [
    "r1-old-tovplay",
    {},
    [
      doesNotFit,
      '"Game"."name" (text) is required but missing from the dump',
      '"GameRequest"."sender_id" (uuid) is required but missing from the dump',
      '"GameRequest"."recipient_id" (uuid) is required but missing from the dump',
      '"GameRequest"."proposed_for" (timestamp with time zone) is required but missing from the dump',
      zone("User"),
      'columns that this database does not have: "Game"."game_name", "Game"."icon", "User"."hashed_password", "User"."discord_id", "User"."verified", "GameRequest"."sender_user_id", "GameRequest"."recipient_user_id", "GameRequest"."suggested_time", "UserProfile"."id", "UserProfile"."bio"',
    ],
  ],
  [
    "r4-flask-people",
    { setAside: true },
    ["adopted: User 8, audit_log 2, UserFriends 2, UserProfile 6, SetAsideRow 9"],
  ],
  ["r2-flask", {}, [notYet, zone("User")]],
  ["r2-flask", { timeZone: "UTC" }, [oneUser]],
  [
    "r3-partition-users",
    {},
    [
      doesNotFit,
      ...[
        "correlation_id (text)",
        "action (text)",
        "resource_type (text)",
        "severity (text)",
        "function (text)",
      ].map(missing),
      ...["success (boolean)", "duration_ms (double precision)"].map(missing),
      '"UserSession"."token_hash" (bytea) is required but missing from the dump',
      '"UserSession"."expires_at" (timestamp with time zone) is required but missing from the dump',
    ],
  ],
  ["s01-timestamp-no-zone", {}, [notYet, zone("User")]],
  ["s01-timestamp-no-zone", { timeZone: "Asia/Jerusalem" }, [oneUser]],
  [
    "s04-email-case",
    {},
    [
      invalidRows,
      `"User": 2 rows: has the same lower(email) as another row: ${kim}; 00000000-0000-4000-8000-000000000002`,
    ],
  ],
  ["s05-username-space", {}, [oneUser]],
  ["s06-bcrypt", {}, [oneUser]],
  [
    "s07-int-ids",
    {},
    [doesNotFit, '"User"."id": integer in the dump, uuid here: there is no safe conversion'],
  ],
  [
    "s07b-int-ids-norows",
    {},
    [doesNotFit, '"User"."id": integer in the dump, uuid here: there is no safe conversion'],
  ],
  ["s08d-readonly-timeout", {}, [oneUser]],
  ["s09b-sqlascii-db", {}, ["adopted: Game 1"]],
  ["s11-ext-missing", {}, [oneUser]],
  [
    "s13-other-schema",
    {},
    [notYet, 'it has no rows for "User", like a dump without data', confirm("User 0")],
  ],
  ["s13-other-schema", { rows: "User 0" }, ["adopted: User 0"]],
  ["s14-partitioned", {}, ["adopted: User 0, audit_log 1"]],
  ["s15-quoted-role", {}, [oneUser]],
  ["s16-owned-by-public-pgbouncer", {}, [oneUser]],
  ["s17-old-audit", {}, [oneUser]],
  ["s18-set-session-auth", {}, [oneUser]],
  ["s19-nulls-required", {}, [invalidRows, `"User": 1 row: "created_at" is empty: ${kim}`]],
  [
    "s20-pgdump-warning-mixed",
    {},
    [
      doesNotFit,
      "line 5 is a message of pg_dump in the middle of the dump; make the dump again with 'pg_dump --file'",
      'line 8: the rows of public."User" failed: a table that does not exist (42P01)',
      "it contains none of the tables of this database",
    ],
  ],
  [
    "s21-quit",
    {},
    [
      doesNotFit,
      String.raw`line 9 has the psql command \q, which may leave the dump or run something else; remove it`,
    ],
  ],
  ["s22-float-year", {}, [oneUser]],
  ["s23-timetz", {}, ["adopted: User 1, UserAvailability 1"]],
  [
    "u1-crlf-multiline-insert",
    {},
    [invalidRows, '"Game": 1 row: "description" is empty: 00000000-0000-4000-9000-000000000002'],
  ],
  ["u2-onerrorstop-tx", {}, [oneUser]],
  ["u3-two-dbs", { rows: "User 0" }, ["adopted: User 0"]],
];

function missing(column: string): string {
  const [name, ...type] = column.split(" ");
  return `"audit_log"."${name}" ${type.join(" ")} is required but missing from the dump`;
}

let database: AdoptionDatabase;
beforeAll(async () => {
  database = await startAdoptionDatabase("scratch-adoption-cases");
}, 300_000);
afterAll(() => database?.stop());

async function outcome(name: string, request: AdoptionRequest): Promise<string[]> {
  const file = `${folder}${name}.sql`;
  try {
    const { tables } = await database.adopt(file, request);
    await database.clear();
    return [`adopted: ${tables.map(({ table, rows }) => `${table} ${rows}`).join(", ")}`];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [error.message.replace(`${file} `, ""), ...error.detail];
  }
}

test.each(cases)(
  "the dump %s with %j is adopted completely, or refused with all reasons",
  async (name, request, expected) => {
    expect(await outcome(name, request)).toEqual(expected);
  },
);

test("every dump has a case", () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.sql$/, ""));
  expect(files.sort()).toEqual([...new Set(cases.map(([name]) => name))].sort());
});
