import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { testDatabase } from "../testing/test-database.ts";
import { signedUp, testSite } from "../testing/test-site.ts";
import { ApiError } from "./api-error.ts";
import { command } from "./command.ts";

const db = await testDatabase();
const site = await testSite(db);
const ada = await signedUp(db, "ada");
const ben = await signedUp(db, "ben");

/** How often the command's transaction still gives way to another one. */
let givesWay = 0;

const note = command({
  name: "note",
  url: "/api/test-notes",
  tag: "Test",
  summary: "Change something",
  access: "member",
  body: z.strictObject({ label: z.string(), secret: z.string().optional(), fail: z.boolean().optional() }),
  answer: z.object({ id: z.uuid() }),
  status: 201,
  refusals: ["conflict"],
  audit: { action: "note", resource: "UserSession", keeps: ["label", "fail"] },
  replayable: true,
  handle: async ({ body, commit, account }) =>
    commit(async (transaction) => {
      if (givesWay-- > 0) throw Object.assign(new Error("gave way"), { code: "40001" });
      if (body.fail) throw new ApiError("conflict", "This fails, as it was told to.");
      await sql`select pg_sleep(0.05)`.execute(transaction);
      return { id: account.id, answer: { id: account.id } };
    }),
});

beforeAll(() => note.register(site.app, site.context));

const send = (body: object, key?: string, person = ada) =>
  site.send("POST", "/api/test-notes", person, { body, ...(key && { headers: { "idempotency-key": key } }) });

const audited = async (label: string) => {
  const rows = await db.admin.selectFrom("audit_log").selectAll().where("action", "=", "note").execute();
  return rows.filter((row) => Object(row.arguments).label === label);
};

test("a command is recorded with the fields that it allows, and nothing personal in the clear", async () => {
  expect((await send({ label: "first", secret: "typed", fail: false })).status).toBe(201);
  const [row] = await audited("first");
  expect(row).toMatchObject({ success: true, user_id: ada.id, arguments: { label: "first", fail: false } });
  expect(row).toMatchObject({ username: null, user_email: null, ip_address: null, user_agent: null });
  const personal = row?.personal && (await site.context.vault.open(db.app, ada.id, "audit", row.personal));
  expect(JSON.parse(personal ?? "")).toMatchObject({ username: "ada", email: "ada@example.org" });
  expect(JSON.stringify(row)).not.toMatch(/typed|ada@/);
});

test("a command that fails is recorded with its code", async () => {
  expect((await send({ label: "fails", fail: true })).status).toBe(409);
  expect(await audited("fails")).toMatchObject([{ success: false, error: "conflict", resource_id: null }]);
});

test("the same request with the same key is done once, also when it comes three times at once", async () => {
  const answers = await Promise.all([1, 2, 3].map(() => send({ label: "thrice" }, "key-of-thrice")));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  const again = await send({ label: "thrice" }, "key-of-thrice");
  expect([again.status, again.headers["idempotency-replayed"]]).toEqual([201, "true"]);
  expect(await audited("thrice")).toHaveLength(1);
});

test("a key belongs to one request and one person", async () => {
  await send({ label: "mine" }, "key-of-mine");
  const other = await send({ label: "other" }, "key-of-mine");
  expect([other.status, other.body.code]).toEqual([422, "idempotency_reused"]);
  expect((await send({ label: "bens" }, "key-of-mine", ben)).status).toBe(201);
  expect((await send({ label: "x" }, "short")).status).toBe(400);
});

test("a transaction that gave way to another one runs again, and at most four times", async () => {
  givesWay = 3;
  expect((await send({ label: "patient" })).status).toBe(201);
  expect(await audited("patient")).toHaveLength(1);
  givesWay = 4;
  const refused = await send({ label: "impatient" });
  expect([refused.status, refused.body.code, refused.headers["retry-after"]]).toEqual([
    503,
    "unavailable",
    "10",
  ]);
  givesWay = 0;
});
