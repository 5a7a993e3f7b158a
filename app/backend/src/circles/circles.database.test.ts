import { beforeAll, beforeEach, expect, test } from "vitest";
import { moderated, unmoderated } from "../testing/moderated.ts";
import { testDatabase } from "../testing/test-database.ts";
import { type Person, signedUp, testSite } from "../testing/test-site.ts";
import { codeHash, newCode } from "./code.ts";
import { groupLimit } from "./queries.ts";

const db = await testDatabase();
const { send } = await testSite(db);
let next = 0;
let ada: Person;
let ben: Person;
let cara: Person;

beforeAll(() => moderated(db.admin));
beforeEach(async () => {
  next += 1;
  [ada, ben, cara] = [
    await signedUp(db, `ada${next}`),
    await signedUp(db, `ben${next}`),
    await signedUp(db, `cara${next}`),
  ];
});

const make = (who: Person, body: object = {}) => send("POST", "/api/invite-codes", who, { body });
const use = (who: Person, code: string) => send("POST", "/api/invite-codes/use", who, { body: { code } });
const sees = async (who: Person, whom: Person) =>
  (await send("GET", "/api/people", who, { query: { name: whom.username } })).body.people.length === 1;
const group = async (who: Person) =>
  (await send("POST", "/api/groups", who, { body: { name: "Evening round" } })).body.id;
const members = async (who: Person, id: string) => {
  const { status, body } = await send("GET", `/api/pools/${id}/members`, who);
  return status === 200 ? body.items.map(({ username }: Person) => username).sort() : status;
};

test("a code is easy to read and is found however it is typed", () => {
  const code = newCode();
  expect(code).toMatch(/^[A-HJKMNP-TV-Z2-9]{4}(-[A-HJKMNP-TV-Z2-9]{4}){2}$/);
  expect(codeHash(` ${code.toLowerCase().replaceAll("-", " ")}`)).toEqual(codeHash(code));
  expect(newCode()).not.toBe(code);
});

test("a code makes two people known to each other, who were strangers before", async () => {
  const { body } = await make(ada);
  expect(await sees(ben, ada)).toBe(false);
  expect((await use(ben, body.code)).body).toEqual({
    person: { id: ada.id, username: ada.username },
    group: null,
  });
  expect([await sees(ben, ada), await sees(ada, ben)]).toEqual([true, true]);
});

test("a code works as often as was chosen, once for each person, and not for its owner", async () => {
  const { body } = await make(ada, { mostUses: 1 });
  expect((await use(ada, body.code)).status).toBe(409);
  expect((await use(ben, body.code)).status).toBe(200);
  expect((await use(cara, body.code)).status).toBe(404);
  const twice = await make(ada, { mostUses: 2 });
  expect((await use(ben, twice.body.code)).status).toBe(200);
  expect((await use(ben, twice.body.code)).status).toBe(409);
});

test("two people cannot both take the last use of a code", async () => {
  const { body } = await make(ada, { mostUses: 1 });
  const answers = await Promise.all([use(ben, body.code), use(cara, body.code)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
});

test("a code that was taken back or is too old does not work, and is not listed", async () => {
  const revoked = await make(ada);
  expect((await send("POST", `/api/invite-codes/${revoked.body.id}/revoke`, ben)).status).toBe(404);
  expect((await send("POST", `/api/invite-codes/${revoked.body.id}/revoke`, ada)).status).toBe(200);
  const old = await make(ada);
  const past = { created_at: new Date(Date.now() - 100_000), expires_at: new Date(Date.now() - 1000) };
  await (await db.session("postgres")).query(
    `update "InviteCode" set created_at = $1, expires_at = $2 where id = $3`,
    [past.created_at, past.expires_at, old.body.id],
  );
  for (const { body } of [revoked, old]) expect((await use(ben, body.code)).status).toBe(404);
  const listed = await send("GET", "/api/invite-codes", ada);
  expect(listed.body.codes).toEqual([]);
  expect(listed.raw).not.toContain(old.body.code);
});

test("codes wait while moderation is down", async () => {
  const { body } = await make(ada);
  await unmoderated(db.admin);
  const answers = [await use(ben, body.code), await use(ben, newCode())];
  await moderated(db.admin);
  expect(answers.map(({ status }) => status)).toEqual([503, 503]);
});

test("a group is known to its members only, and its owner closes it by leaving", async () => {
  const id = await group(ada);
  const { body } = await make(ada, { groupId: id, mostUses: 5 });
  expect((await make(ben, { groupId: id })).status).toBe(404);
  expect(await members(ben, id)).toBe(404);
  expect((await use(ben, body.code)).body.group).toEqual({ id, name: "Evening round" });
  await use(cara, body.code);
  expect(await members(ben, id)).toEqual([ada.username, ben.username, cara.username]);
  expect((await send("POST", `/api/pools/${id}/leave`, cara)).status).toBe(200);
  expect(await sees(ben, cara)).toBe(false);
  expect((await send("POST", `/api/pools/${id}/leave`, cara)).status).toBe(404);
  await send("POST", `/api/pools/${id}/leave`, ada);
  expect(await members(ben, id)).toBe(404);
  expect((await use(cara, body.code)).status).toBe(404);
  expect(await sees(ben, ada)).toBe(false);
});

test("a group has room for so many people that everybody can know who is in it", async () => {
  const id = await group(ada);
  const { body } = await make(ada, { groupId: id, mostUses: 5 });
  const rows = Array.from({ length: groupLimit - 1 }, (_, index) => `full${next}-${index}`);
  const users = await db.admin
    .insertInto("User")
    .values(rows.map((username) => ({ username, email: `${username}@example.org` })))
    .returning("id")
    .execute();
  await db.admin
    .insertInto("PoolMember")
    .values(users.map((user) => ({ pool_id: id, user_id: user.id })))
    .execute();
  const refused = await use(ben, body.code);
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    "This group is full. You can ask who gave you the code.",
  ]);
});

test("the name of a group can hold no contact details", async () => {
  const refused = await send("POST", "/api/groups", ada, { body: { name: "my discord is night_owl77" } });
  expect(refused.status).toBe(400);
  expect(refused.raw).toContain("a name from another service");
});

test("people who look for players of a game find each other only after opting in", async () => {
  const game = await db.admin
    .insertInto("Game")
    .values({ name: `Game ${next}`, max_players: 4 })
    .returning("id")
    .executeTakeFirstOrThrow();
  const join = (who: Person) => send("POST", `/api/games/${game.id}/pool`, who);
  const { body } = await join(ada);
  expect(await sees(ben, ada)).toBe(false);
  await Promise.all([join(ben), join(cara)]);
  expect([await sees(ben, ada), await sees(ada, ben)]).toEqual([true, true]);
  expect(await members(cara, body.id)).toHaveLength(3);
  expect((await send("GET", "/api/pools", ada)).body.pools).toMatchObject([
    { kind: "game", game: { id: game.id } },
  ]);
  await send("POST", `/api/pools/${body.id}/leave`, ada);
  expect(await sees(ben, ada)).toBe(false);
  expect((await send("POST", "/api/games/00000000-0000-4000-8000-000000000000/pool", ada)).status).toBe(404);
});
