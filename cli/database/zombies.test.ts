import { expect, test } from "vitest";
import { isZombie, type Session, terminateSql, zombieRows } from "./zombies.ts";

const session: Session = {
  pid: 7,
  began: "2026-11-21 10:00:00+00",
  role: "tovplay_app",
  database: "TovPlay",
  client: "192.0.2.7",
  application: "tovplay-backend",
  state: "idle",
  seconds: 400,
};

const pooler = { role: "tovplay_app", client: "172.18.0.5" };
const pgBackRest = { role: "tovplay_backup", client: null };
const clients = [pooler, pgBackRest];

test.each([
  ["idle for long", {}, true],
  ["idle for a moment", { seconds: 3 }, false],
  ["in a transaction for long", { state: "idle in transaction" }, true],
  ["active for long", { state: "active" }, false],
  ["idle without a name", { seconds: 3, application: "" }, true],
  ["active without a name", { state: "active", application: "" }, false],
  ["unknown", { state: null }, false],
  ["the pooler's, idle for long", pooler, false],
  ["the pooler's, idle without a name", { ...pooler, application: "" }, false],
  [
    "the pooler's, in a transaction for a moment",
    { ...pooler, state: "idle in transaction", seconds: 3 },
    false,
  ],
  ["the pooler's, in a transaction for long", { ...pooler, state: "idle in transaction (aborted)" }, true],
  ["the application's, from elsewhere", { role: pooler.role, client: "172.18.0.6", application: "" }, true],
  ["another role's, from the pooler's address", { ...pooler, role: "tovplay_viewer" }, true],
  ["pgBackRest's, while it copies files", pgBackRest, false],
])("sessions that can be terminated are found: %s", (_, change, zombie) => {
  expect(isZombie({ ...session, ...change }, 300, clients)).toBe(zombie);
});

test("session data is escaped in the terminating statement", () => {
  expect(terminateSql([{ ...session, began: "x'); DROP" }])).toContain(`"began":"x''); DROP"`);
});

test("the list of sessions shows owner, client, duration and outcome", () => {
  expect(zombieRows([session], [7])[1]).toEqual([
    "7",
    "tovplay_app",
    "TovPlay",
    "192.0.2.7",
    "tovplay-backend",
    "idle",
    "7 min",
    "yes",
  ]);
});
