import { expect, test } from "vitest";
import { sourceOf, targetOf } from "../testing/plans.ts";
import { chooseSources } from "./choice.ts";
import { verifiable } from "./password.ts";
import { planAdoption } from "./plan.ts";

const refersTo = (...parents: string[]) => ({
  references: parents.map((parent) => ({ columns: ["x"], parent, parentColumns: ["id"] })),
});

test("parents are copied before children, and cycles last", () => {
  const targets = [
    targetOf("A", {}, refersTo("B")),
    targetOf("B", {}, refersTo("C", "B")),
    targetOf("C"),
    targetOf("D", {}, refersTo("E")),
    targetOf("E", {}, refersTo("D")),
  ];
  const { pairs, problems } = chooseSources(
    targets.map(({ name }) => sourceOf(name)),
    targets,
  );
  expect(pairs.map(({ target }) => target.name)).toEqual(["C", "B", "A", "D", "E"]);
  expect(problems).toEqual([]);
});

test.each([
  [[sourceOf("Other")], undefined, /none of the tables/],
  [
    [sourceOf("User", {}, { schema: "a" }), sourceOf("User", {}, { schema: "b" })],
    undefined,
    /"a", "b"; choose one/,
  ],
  [[sourceOf("User")], "a", /"public"; choose one/],
  [[sourceOf("User"), sourceOf("User", {}, { database: "dump_1" })], undefined, /2 databases/],
  [[sourceOf("User", {}, { kind: "f" as const })], undefined, /foreign table/],
  [[sourceOf("User", {}, { kind: "m" as const, readable: false })], undefined, /without data/],
])("an ambiguous or unusable source is reported (%#)", (relations, schema, message) => {
  expect(chooseSources(relations, [targetOf("User")], schema).problems.join()).toMatch(message);
});

test("the default schema is the only one, or public", () => {
  const other = sourceOf("User", {}, { schema: "a" });
  const { pairs } = chooseSources([other], [targetOf("User")]);
  expect(pairs[0]?.source).toBe(other);
  expect(chooseSources([other, sourceOf("User")], [targetOf("User")]).pairs[0]?.source.schema).toBe("public");
});

test("records that this database keeps itself are not imported", () => {
  expect(chooseSources([sourceOf("DeleteAuditLog")], [targetOf("DeleteAuditLog")]).problems).toHaveLength(1);
});

test("all column problems are reported at once", () => {
  const target = targetOf("Game", {
    id: "uuid!",
    name: "text!",
    at: "timestamptz",
    kind: "int2",
    note: "text",
  });
  const source = sourceOf("Game", { id: "int4", at: "timestamp", kind: "int4", icon: "text" });
  const plan = planAdoption([{ target, source }]);
  expect(plan.problems).toEqual([
    '"Game"."id": int4 in the dump, uuid here: there is no safe conversion',
    '"Game"."name" (text) is required but missing from the dump',
  ]);
  expect(plan.needZone).toEqual(['"Game"."at": timestamp in the dump, timestamptz here']);
  expect(plan.leftColumns).toEqual(['"Game"."icon"']);
  expect(plan.converted).toEqual(['"Game"."kind": int4 in the dump, int2 here: the same integer']);
});

test("accounts with a foreign password hash have to set a new password", () => {
  const target = targetOf("User", { password_hash: "text", password_must_be_reset: "bool!" });
  const of = (columns: Record<string, string>) => {
    const { tables } = planAdoption([{ target, source: sourceOf("User", columns) }]);
    return Object.fromEntries((tables[0]?.columns ?? []).map(({ name, sql }) => [name, sql]));
  };
  const kept = `^(${verifiable.join("|")})$`;
  expect(of({})).toEqual({ password_must_be_reset: "((true))" });
  expect(of({ password_hash: "citext" })).toEqual({
    password_hash: `CASE WHEN ("password_hash")::text ~ '${kept}' THEN "password_hash" END`,
    password_must_be_reset: `(("password_hash" IS NOT NULL AND ("password_hash")::text !~ '${kept}'))`,
  });
});

test.each([
  [`scrypt:32768:8:1$aB3dE6gH9jK2mN5p$${"0a".repeat(64)}`, true],
  [`pbkdf2:sha256:260000$Zt3kQw8VbN1xYp5L$${"0a".repeat(32)}`, true],
  [`pbkdf2:sha1:150000$xY12abcd$${"0a".repeat(20)}`, true],
  [`$scrypt$ln=14,r=8,p=5$AAAAAAAAAAAAAAAAAAAAAA$${"A".repeat(43)}`, true],
  [`$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$${"A".repeat(43)}`, true],
  [`scrypt:999999:8:1$salt$${"0a".repeat(64)}`, false],
  ["pbkdf2:sha256:260000$salt$0a", false],
  [`pbkdf2:md5:260000$salt$${"0a".repeat(32)}`, false],
  ["$2b$12$C6UzMDM.H6dfI/f/IKcEeO7ZBYJh8rYkTz4h5vFv3bQYb0Qd9mXyq", false],
  [`sha256$salt$${"0a".repeat(32)}`, false],
])("the hash %s can be verified: %s", (hash, can) => {
  expect(verifiable.some((pattern) => new RegExp(`^${pattern}$`).test(hash))).toBe(can);
});
