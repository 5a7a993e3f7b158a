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
  `"${table}"."created_at": timestamp without time zone in the dump, timestamp with time zone here: say in which zone with --time-zone, for example --time-zone UTC`;
const noEnd = "it does not end with the line that pg_dump writes last";
const confirm = (rows: string) =>
  `so nothing proves that the dump is whole: compare with the old database, then confirm with --rows '${rows}'`;
const kim = "00000000-0000-4000-8000-000000000001";
const doesNotFit = "the dump does not fit";
const misfits = "the dump has rows that do not fit; nothing was changed";
const notYet = "the dump cannot be taken over yet; nothing was changed";
const notWhole = "the dump cannot be taken over";

/** Each dump, what the operator says, and what comes of it: tables with their rows, or the sentence and all the reasons. */
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
    [notWhole, "the dump is not whole: the line with which pg_dump ends every dump is missing"],
  ],
  [
    "t1-line",
    {},
    [notWhole, 'the dump is not whole: it ends inside the rows of public."Game", which begin on line 7'],
  ],
  [
    "t5-insert-cut",
    {},
    [notWhole, "the dump is not whole: it ends inside a statement that begins on line 7"],
  ],
  [
    "t3-before-data",
    {},
    [notYet, noEnd, 'it has no rows for "Game", as a dump without data has none', confirm("Game 0")],
  ],
  [
    "t3-before-data",
    { rows: "Game 1" },
    [
      notYet,
      noEnd,
      'it has no rows for "Game", as a dump without data has none',
      "--rows says 'Game 1', and the dump holds 'Game 0'",
    ],
  ],
  ["t3-before-data", { rows: "Game 0" }, ["adopted: Game 0"]],
  [
    "d-utf16",
    {},
    [
      "is UTF-16, as PowerShell's '>' writes it, and characters may be lost in it; make the dump again with 'pg_dump --file'",
    ],
  ],
  [
    "r1-old-tovplay",
    {},
    [
      doesNotFit,
      '"Game"."name" (text) is not in the dump, and every row needs it',
      '"GameRequest"."sender_id" (uuid) is not in the dump, and every row needs it',
      '"GameRequest"."recipient_id" (uuid) is not in the dump, and every row needs it',
      '"GameRequest"."proposed_for" (timestamp with time zone) is not in the dump, and every row needs it',
      zone("User"),
      'the dump\'s columns that this database does not have: "Game"."game_name", "Game"."icon", "User"."hashed_password", "User"."discord_id", "User"."verified", "GameRequest"."sender_user_id", "GameRequest"."recipient_user_id", "GameRequest"."suggested_time", "UserProfile"."id", "UserProfile"."bio"',
    ],
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
      '"UserSession"."token_hash" (bytea) is not in the dump, and every row needs it',
      '"UserSession"."expires_at" (timestamp with time zone) is not in the dump, and every row needs it',
    ],
  ],
  ["s01-timestamp-no-zone", {}, [notYet, zone("User")]],
  ["s01-timestamp-no-zone", { timeZone: "Asia/Jerusalem" }, [oneUser]],
  [
    "s04-email-case",
    {},
    [
      misfits,
      `"User": 2 rows: has the same lower(email) as another row: ${kim}; 00000000-0000-4000-8000-000000000002`,
    ],
  ],
  [
    "s05-username-space",
    {},
    [
      misfits,
      `"User": 1 row: breaks the rule "User_username_check": (username ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{2,31}$'::text): ${kim}`,
    ],
  ],
  ["s06-bcrypt", {}, [oneUser]],
  [
    "s07-int-ids",
    {},
    [doesNotFit, '"User"."id": integer in the dump, uuid here: no safe conversion is known'],
  ],
  [
    "s07b-int-ids-norows",
    {},
    [doesNotFit, '"User"."id": integer in the dump, uuid here: no safe conversion is known'],
  ],
  ["s08d-readonly-timeout", {}, [oneUser]],
  ["s09b-sqlascii-db", {}, ["adopted: Game 1"]],
  ["s11-ext-missing", {}, [oneUser]],
  [
    "s13-other-schema",
    {},
    [notYet, 'it has no rows for "User", as a dump without data has none', confirm("User 0")],
  ],
  ["s13-other-schema", { rows: "User 0" }, ["adopted: User 0"]],
  ["s14-partitioned", {}, ["adopted: User 0, audit_log 1"]],
  ["s15-quoted-role", {}, [oneUser]],
  ["s16-owned-by-public-pgbouncer", {}, [oneUser]],
  ["s17-old-audit", {}, [oneUser]],
  ["s18-set-session-auth", {}, [oneUser]],
  ["s19-nulls-required", {}, [misfits, `"User": 1 row: "created_at" is empty: ${kim}`]],
  [
    "s20-pgdump-warning-mixed",
    {},
    [
      doesNotFit,
      "line 5 is a message of pg_dump, mixed into the dump; make the dump again with 'pg_dump --file'",
      'line 8: the rows of public."User" failed: a table that is not there (42P01)',
      "it has none of the tables of this database",
    ],
  ],
  [
    "s21-quit",
    {},
    [
      doesNotFit,
      String.raw`line 9 has the command \q of psql, which leaves the dump or reads and runs other things; take it out`,
    ],
  ],
  ["s22-float-year", {}, [oneUser]],
  ["s23-timetz", {}, ["adopted: User 1, UserAvailability 1"]],
  [
    "u1-crlf-multiline-insert",
    {},
    [misfits, '"Game": 1 row: "description" is empty: 00000000-0000-4000-9000-000000000002'],
  ],
  ["u2-onerrorstop-tx", {}, [oneUser]],
  ["u3-two-dbs", { rows: "User 0" }, ["adopted: User 0"]],
];

function missing(column: string): string {
  const [name, ...type] = column.split(" ");
  return `"audit_log"."${name}" ${type.join(" ")} is not in the dump, and every row needs it`;
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
  "%s with %j is adopted whole, or refused for every reason at once",
  async (name, request, expected) => {
    expect(await outcome(name, request)).toEqual(expected);
  },
);

test("every dump has its line in the table", () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.sql$/, ""));
  expect(files.sort()).toEqual([...new Set(cases.map(([name]) => name))].sort());
});
