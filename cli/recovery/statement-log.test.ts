import { expect, test } from "vitest";
import { dropsDatabase, dropsTables, parseLog, statementOfTransaction } from "./statement-log.ts";

const line = (message: string, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    timestamp: "2026-11-21 12:14:57.165 UTC",
    user: "postgres",
    dbname: "postgres",
    remote_host: "[local]",
    session_id: "6b018b41.43",
    txid: 0,
    message,
    application_name: "psql",
    ...more,
  });
const one = (message: string, more: Record<string, unknown> = {}) => {
  const [found] = parseLog(line(message, more));
  if (!found) throw new Error("no statement");
  return found;
};
const audited =
  'AUDIT: SESSION,2,1,DDL,DROP DATABASE,,,"DROP DATABASE ""TovPlay"" WITH (FORCE)",<not logged>';

test("an audited statement is read with its author, client and transaction", () => {
  expect(one(audited, { txid: 741, remote_host: "192.0.2.7" })).toEqual({
    time: new Date("2026-11-21T12:14:57.165Z"),
    statement: 'DROP DATABASE "TovPlay" WITH (FORCE)',
    role: "postgres",
    from: "192.0.2.7",
    application: "psql",
    session: "6b018b41.43",
    xid: 741,
    database: "postgres",
  });
});

test("lines that are truncated, not statements or badly dated are skipped", () => {
  const text = [
    line("statement: DROP TABLE x").slice(0, 40),
    line("connection authorized"),
    line("statement: DROP TABLE x", { timestamp: "2026-11-21 12:14:57.165 CET" }),
    line("statement: DROP TABLE x", { timestamp: "2026-02-30 12:14:57.165 UTC" }),
    "",
  ].join("\n");
  expect(parseLog(text)).toEqual([]);
});

test.each([
  ['DROP DATABASE "TovPlay"', true],
  ['drop database if exists "TovPlay" with (force);', true],
  ["DROP DATABASE TovPlay", false],
  ['DROP DATABASE "Other"', false],
  ["SELECT 'DROP DATABASE \"TovPlay\"'", false],
])("%s drops the database: %s", (statement, drops) => {
  expect(dropsDatabase(one(`statement: ${statement}`), "TovPlay")).toBe(drops);
});

test.each([
  ["DROP TABLE a", true],
  ["DO $$ BEGIN EXECUTE 'drop schema x cascade'; END $$", true],
  ["DROP INDEX a", false],
])("%s drops tables: %s", (statement, drops) => {
  expect(dropsTables(one(`statement: ${statement}`))).toBe(drops);
});

test("a statement is matched by its transaction id, else by its time", () => {
  const plain = one("statement: DROP TABLE a");
  const other = one("AUDIT: SESSION,1,1,DDL,DROP TABLE,TABLE,public.b,DROP TABLE b,<none>", { txid: 5 });
  const late = new Date("2026-11-21T12:14:58Z");
  expect(statementOfTransaction([plain, other], 5, late)).toBe(other);
  expect(statementOfTransaction([plain, other], 6, late)).toBe(plain);
  expect(statementOfTransaction([other], 6, late)).toBeUndefined();
  expect(statementOfTransaction([plain], 6, new Date("2026-11-21T13:14:58Z"))).toBeUndefined();
});
