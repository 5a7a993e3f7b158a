import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "../testing/test-database.ts";
import { type Person, signedUp, testSite } from "../testing/test-site.ts";
import { tell } from "./tell.ts";

const db = await testDatabase();
const { app, send } = await testSite(db);
afterAll(() => app.close());

let told = 0;
async function notify({ id }: Person, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    told += 1;
    const notice = { kind: "session_planned", details: { sessionId: id }, key: `told-${told}` } as const;
    await db.app.transaction().execute((tx) => tell(tx, { ...notice, to: id }));
  }
}

test("notices are listed newest first, page by page, or those after the last that somebody has", async () => {
  const [ada, other] = [await signedUp(db, "ada"), await signedUp(db, "other")];
  await notify(ada, 5);
  await notify(other);
  const numbers = async (query: Record<string, string>) => {
    const { body } = await send("GET", "/api/notices", ada, { query });
    return [body.notices.map(({ number }: { number: number }) => number), body.more];
  };
  expect(await numbers({ limit: "2" })).toEqual([[5, 4], true]);
  expect(await numbers({ limit: "2", before: "4" })).toEqual([[3, 2], true]);
  expect(await numbers({ before: "2" })).toEqual([[1], false]);
  expect(await numbers({ after: "3" })).toEqual([[4, 5], false]);
});

test("notices are read up to one of them, in the audit log too", async () => {
  const bea = await signedUp(db, "bea");
  await notify(bea, 3);
  expect((await send("POST", "/api/notices/read", bea, { body: { upTo: 2 } })).status).toBe(204);
  const { body } = await send("GET", "/api/notices", bea);
  expect(body.notices.map(({ readAt }: { readAt: string | null }) => readAt !== null)).toEqual([
    false,
    true,
    true,
  ]);
  const { rows } = await sql<{
    arguments: object;
  }>`select arguments from audit_log where action = 'read_notices'`.execute(db.admin);
  expect(rows).toEqual([{ arguments: { upTo: 2 } }]);
});

test("settings are complete from the beginning, and what is left out of a change stays", async () => {
  const cleo = await signedUp(db, "cleo");
  const before = (await send("GET", "/api/notice-settings", cleo)).body;
  expect(before.choices).toHaveLength(28);
  expect(before).toMatchObject({
    timeZone: "UTC",
    digestTimes: ["18:00"],
    lowEnergy: { on: false, until: null },
  });
  const choices = [{ topic: "requests", channel: "discord", timing: "digest", passesQuiet: false }];
  const changed = await send("PATCH", "/api/notice-settings", cleo, {
    body: { choices, digestTimes: ["19:30", "08:00"] },
  });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({ digestTimes: ["08:00", "19:30"], lowEnergy: before.lowEnergy });
  expect(changed.body.choices).toContainEqual(choices[0]);
  expect((await send("GET", "/api/notice-settings", cleo)).body).toEqual(changed.body);
});

test("what waits is listed with the reason and the end, and comes when that is changed", async () => {
  const dora = await signedUp(db, "dora");
  const windows = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "23:59" }];
  const quietHours = [{ channel: "in_app", windows }];
  await send("PATCH", "/api/notice-settings", dora, { body: { quietHours } });
  await notify(dora);
  const { held } = (await send("GET", "/api/notices/held", dora)).body;
  expect(held).toMatchObject([
    { channel: "in_app", topic: "sessions", title: "A session is planned.", reason: "quiet_hours" },
  ]);
  expect(held[0].because).toMatch(/^Your quiet hours hold it\. It comes on .* at 23:59 \(UTC\)\.$/);
  expect((await send("GET", "/api/notices", dora)).body.notices).toEqual([]);
  const ended = await send("PATCH", "/api/notice-settings", dora, {
    body: { quietHours: [{ channel: "in_app", windows: [] }] },
  });
  expect(ended.status).toBe(200);
  expect((await send("GET", "/api/notices/held", dora)).body).toEqual({ held: [] });
});

test.each([
  [
    "that turn the application off",
    { choices: [{ topic: "sessions", channel: "in_app", timing: "never", passesQuiet: false }] },
  ],
  [
    "that leave no time in the week",
    {
      quietHours: [
        { channel: "email", windows: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "08:00" }] },
      ],
    },
  ],
  ["with a time that is none", { digestTimes: ["25:00"] }],
  ["without any time for a digest", { digestTimes: [] }],
  [
    "for a topic that there is not",
    { choices: [{ topic: "gossip", channel: "email", timing: "never", passesQuiet: false }] },
  ],
])("settings %s are refused", async (what, body) => {
  const person = await signedUp(db, what.replaceAll(" ", ""));
  const { status, body: problem } = await send("PATCH", "/api/notice-settings", person, { body });
  expect([status, problem.code]).toEqual([400, "invalid_request"]);
});

test.each([
  ["GET", "/api/notices"],
  ["GET", "/api/notices/held"],
  ["GET", "/api/notice-settings"],
  ["GET", "/api/push"],
] as const)("%s %s is for signed-in people", async (method, url) => {
  expect((await send(method, url, null)).status).toBe(401);
});
