import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyPassword } from "../../../app/backend/src/passwords/password.ts";
import { Refusal } from "../../../cli/adoption/refusal.ts";
import type { AdoptionReport } from "../../../cli/adoption/report.ts";
import { type AdoptionDatabase, startAdoptionDatabase } from "../testing/adoption-database.ts";

const dump = fileURLToPath(new URL("dumps/r4-flask-people.sql", import.meta.url));

/** What people of the dump typed at the predecessor; its hashes were made in Werkzeug's format by Python's hashlib. */
const passwords = new Map([
  ["K", "kettle and toast"],
  ["Ada L", "analytical engine"],
  ["noam_99", "blue minecraft sheep"],
  ["שרה", "סיסמה ארוכה מאוד"],
  ["old.timer", "first version"],
  ["Émile", "pâte à crêpes"],
]);

let database: AdoptionDatabase;
let report: AdoptionReport;
beforeAll(async () => {
  database = await startAdoptionDatabase("scratch-adoption-people");
}, 300_000);
afterAll(() => database?.stop());

async function rows<Row>(sql: string): Promise<Row[]> {
  return JSON.parse(
    await database.sql(`SELECT coalesce(json_agg(found), '[]') FROM (${sql}) AS found`),
  ) as Row[];
}

test("without being told to set rows aside, all reasons are named and nothing is imported", async () => {
  const refused = await database.adopt(dump).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(await rows('SELECT id FROM "User"')).toEqual([]);
});

test("people with one-letter, spaced and other names come over and can sign in with their old passwords", async () => {
  report = await database.adopt(dump, { setAside: true });
  const people = await rows<{ username: string; hash: string | null; reset: boolean }>(
    `SELECT username, password_hash AS hash, password_must_be_reset AS reset FROM "User" ORDER BY id`,
  );
  expect(people.map(({ username }) => username)).toEqual([...passwords.keys(), "discord-only", "bcrypt-kid"]);
  for (const { username, hash, reset } of people.slice(0, 6)) {
    expect(reset).toBe(false);
    expect(await verifyPassword(passwords.get(username) ?? "", hash)).toEqual({
      right: true,
      outdated: true,
    });
    expect(await verifyPassword("something else", hash)).toMatchObject({ right: false });
  }
  expect(people.slice(6)).toMatchObject([
    { reset: false, hash: null },
    { reset: true, hash: null },
  ]);
  expect(report.passwordsToReset).toBe(1);
});

test("the audit log keeps its integer ids, and goes on after them", async () => {
  expect(await rows("SELECT id, resource_id, severity FROM audit_log ORDER BY id")).toEqual([
    { id: 41, resource_id: "1", severity: "LOW" },
    { id: 42, resource_id: null, severity: "MEDIUM" },
  ]);
  expect(report.converted.join()).toMatch(/"audit_log"."resource_id": integer in the dump, text here/);
});

test("what cannot be kept is set aside with its reason, as it was, without secrets, with what refers to it", async () => {
  const aside = await rows<{ table_name: string; reason: string; old_row: Record<string, unknown> }>(
    `SELECT table_name, reason, old_row FROM "SetAsideRow" ORDER BY id`,
  );
  const of = (table: string) => aside.filter(({ table_name: name }) => name === table);
  expect(of("User").map(({ old_row: row }) => row.username)).toEqual(
    expect.arrayContaining(["me@home", "gh\u200bost", "Twin", "twin"]),
  );
  expect(of("User")).toHaveLength(4);
  expect(of("UserProfile")).toHaveLength(2);
  expect(of("UserFriends")).toHaveLength(2);
  expect(of("audit_log")).toMatchObject([{ old_row: { id: 43, ip_address: "somewhere" } }]);
  expect(aside.every(({ reason }) => reason.length > 0)).toBe(true);
  expect(JSON.stringify(aside)).not.toMatch(/scrypt:|pbkdf2:/);
  expect(report.setAside.reduce((sum, { rows: count }) => sum + count, 0)).toBe(aside.length);
});
