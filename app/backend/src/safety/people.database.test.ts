import pg from "pg";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { joinPool, poolOfGame } from "../circles/queries.ts";
import { createDatabase } from "../database/database.ts";
import { acquainted, befriended } from "../testing/acquainted.ts";
import { moderated } from "../testing/moderated.ts";
import { testDatabase } from "../testing/test-database.ts";
import { type Person, signedUp, testSite } from "../testing/test-site.ts";
import { isAllowed, mayTo, people } from "./people.ts";
import { personActions, type Relation, relations, relationTable } from "./relation.ts";
import { knownTo } from "./relation-sql.ts";

const db = await testDatabase();
const { send } = await testSite(db);
const names = [
  "ada",
  "friend",
  "stranger",
  "acquaintance",
  "poolmate",
  "blocked",
  "blocker",
  "warned",
] as const;
const gone = ["deleted", "suspended", "unproven"] as const;
const someone = new Map<string, Person>();
const person = (name: (typeof names)[number] | (typeof gone)[number] | "moderator"): Person => {
  const found = someone.get(name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const nobody = "00000000-0000-4000-8000-000000000000";

beforeAll(async () => {
  await moderated(db.admin);
  for (const name of [...names, ...gone]) someone.set(name, await signedUp(db, name));
  someone.set("moderator", await signedUp(db, "moderator", { role: "moderator" }));
  const { id: ada } = person("ada");
  for (const name of ["friend", "blocked", "blocker", "warned", ...gone] as const)
    await befriended(db.admin, ada, person(name).id);
  await acquainted(db.admin, ada, person("acquaintance").id);
  const game = await db.admin
    .insertInto("Game")
    .values({ name: "Go", max_players: 2 })
    .returning("id")
    .executeTakeFirstOrThrow();
  const pool = (await poolOfGame(db.admin, game.id)) ?? "";
  for (const name of ["ada", "poolmate"] as const) await joinPool(db.admin, pool, person(name).id).execute();
  const block = (from: string, to: string, mode: "hide" | "warn") =>
    db.admin.insertInto("UserBlock").values({ blocker_id: from, blocked_id: to, mode }).execute();
  await block(ada, person("blocked").id, "hide");
  await block(person("blocker").id, ada, "hide");
  await block(ada, person("warned").id, "warn");
  const set = (name: (typeof gone)[number], change: object) =>
    db.admin.updateTable("User").set(change).where("id", "=", person(name).id).execute();
  await set("deleted", { status: "deleted" });
  await set("suspended", { status: "suspended" });
  await set("unproven", { email_verified_at: null });
});

const related: [(typeof names)[number] | (typeof gone)[number], Relation][] = [
  ["ada", "self"],
  ["friend", "friend"],
  ["warned", "friend"],
  ["acquaintance", "acquaintance"],
  ["poolmate", "acquaintance"],
  ["stranger", "stranger"],
  ["blocked", "blocked"],
  ["blocker", "blocked"],
  ["deleted", "blocked"],
  ["suspended", "blocked"],
  ["unproven", "blocked"],
];

test.each(related)("what may be done to the %s is what the table says for %s", async (name, relation) => {
  for (const action of personActions)
    expect(await mayTo(db.app, person("ada").id, action, person(name).id), action).toBe(
      relationTable[relation][action],
    );
});

test.each(related)("what the %s may do back is the same", async (name, relation) => {
  if (relation === "self" || gone.some((one) => one === name)) return;
  for (const action of personActions)
    expect(await mayTo(db.app, person(name).id, action, person("ada").id), action).toBe(
      relationTable[relation][action],
    );
});

test("a moderator may moderate anybody but themselves, and sees nobody otherwise", async () => {
  const { id } = person("moderator");
  for (const other of [person("ada"), person("deleted"), person("suspended"), person("unproven")])
    expect(await mayTo(db.app, id, "moderate", other.id)).toBe(true);
  for (const action of personActions)
    if (action !== "moderate" && action !== "use_code")
      expect(await mayTo(db.app, id, action, person("ada").id), action).toBe(false);
  expect(await mayTo(db.app, id, "moderate", id)).toBe(false);
  expect(await mayTo(db.app, person("friend").id, "moderate", person("ada").id)).toBe(false);
});

test("a list of people, and a condition in another query, agree with the single question", async () => {
  const { id } = person("ada");
  const listed = await people(db.app, id, "see")
    .select("person.username")
    .where("person.id", "in", knownTo(id))
    .orderBy("person.username")
    .execute();
  expect(listed.map(({ username }) => username)).toEqual([
    "acquaintance",
    "ada",
    "friend",
    "poolmate",
    "warned",
  ]);
  const filtered = await db.app
    .selectFrom("User as other")
    .select("other.username")
    .where((eb) => isAllowed(db.app, id, "see", eb.ref("other.id")))
    .orderBy("other.username")
    .execute();
  expect(filtered).toEqual(listed);
});

test("somebody hidden takes the same statements as somebody who does not exist", async () => {
  const statements = { count: 0 };
  const connections = new pg.Pool({ ...db.at, user: "tovplay_app", max: 1 });
  connections.on("connect", (client) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    Object.assign(client, {
      query: (...given: unknown[]) => {
        statements.count += 1;
        return query(...given);
      },
    });
  });
  onTestFinished(() => connections.end());
  const counted = await testSite(db, { database: createDatabase(connections) });
  const cost = async (id: string, url: string, body?: object) => {
    statements.count = 0;
    const { status } = await counted.send(
      "POST",
      url.replace(":id", id),
      person("ada"),
      body ? { body } : {},
    );
    expect(status).toBe(404);
    return statements.count;
  };
  // The first request of an account makes the key under which the audit log keeps its name.
  await cost(nobody, "/api/friends/:id/end");
  for (const [url, bodyOf] of [
    ["/api/friend-requests", (personId: string) => ({ personId })],
    ["/api/friends/:id/end", () => undefined],
    ["/api/invite-codes/use", () => ({ code: "AAAA-AAAA-AAAA" })],
  ] as const) {
    const counts = [];
    for (const id of [
      nobody,
      ...(["stranger", "blocked", "blocker", ...gone] as const).map((name) => person(name).id),
    ])
      counts.push(await cost(id, url, bodyOf(id)));
    expect(new Set(counts).size, `${url} ${counts}`).toBe(1);
  }
});

test("search finds people by the beginning of their name, and treats signs of patterns as letters", async () => {
  const find = async (name: string) =>
    (await send("GET", "/api/people", person("ada"), { query: { name } })).body.people.map(
      ({ username }: Person) => username,
    );
  expect(await find("FRI")).toEqual(["friend"]);
  expect(await find("fr%")).toEqual([]);
  expect(await find("str")).toEqual([]);
  expect(await find("blo")).toEqual([]);
});

test("every relation of the table is met by somebody in these tests", () => {
  const met = new Set<Relation>([...related.map(([, relation]) => relation), "moderator"]);
  expect([...met].sort()).toEqual([...relations].sort());
});
