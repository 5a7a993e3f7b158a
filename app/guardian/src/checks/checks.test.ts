import { expect, test } from "vitest";
import type { DeclaredAccess } from "../access/declared-access.ts";
import { differenceOf } from "../access/difference.ts";
import { type Right, shownRight } from "../access/right.ts";
import { accessAlerts } from "./access.ts";
import { backupAlerts } from "./backups.ts";
import { connectionAlerts } from "./connections.ts";
import { protectionAlerts } from "./protection.ts";
import { addCounts, type CountHistory, countAlerts } from "./row-counts.ts";
import { writeAheadLogAlerts } from "./write-ahead-log.ts";

const access: DeclaredAccess = {
  superuser: "postgres",
  windowRole: "tovplay_provisioner",
  owners: ["tovplay_owner"],
  readers: ["tovplay_keeper"],
  rights: [
    ["tovplay_app", "EXISTS", "role", ""],
    ["tovplay_app", "LOGIN", "role", ""],
    ["tovplay_keeper", "OWNER", "database", "TovPlay"],
    ["tovplay_app", "SELECT", "table", "public.Game"],
  ],
};

test.each<[Right, string, boolean]>([
  [
    ["tovplay_app", "DELETE", "table", "public.Game"],
    '"tovplay_app" may DELETE on table "public.Game"',
    true,
  ],
  [
    ["tovplay_app", "SELECT WITH GRANT OPTION", "table", "public.Game"],
    '"tovplay_app" may SELECT on table "public.Game" and pass it on',
    true,
  ],
  [["PUBLIC", "CONNECT", "database", "TovPlay"], '"PUBLIC" may CONNECT on database "TovPlay"', true],
  [["tovplay_app", "SUPERUSER", "role", ""], 'role "tovplay_app" is superuser', true],
  [["tovplay_app", "CONNECTION LIMIT 9", "role", ""], 'role "tovplay_app" has 9 sessions at most', true],
  [
    ["tovplay_app", "MEMBER", "role", "pg_read_server_files"],
    'role "tovplay_app" is a member of "pg_read_server_files"',
    true,
  ],
  [
    ["tovplay_app", "MEMBER WITH ADMIN OPTION", "role", "a"],
    'role "tovplay_app" is a member of "a" and may admit others',
    true,
  ],
  [["intruder", "EXISTS", "role", ""], 'role "intruder" exists', true],
  [["", "EXISTS", "database", "README_TO_RECOVER"], 'database "README_TO_RECOVER" exists', true],
  [["tovplay_app", "OWNER", "table", "public.x"], 'table "public.x" belongs to "tovplay_app"', true],
  [["tovplay_owner", "OWNER", "table", "public.x"], 'table "public.x" belongs to "tovplay_owner"', false],
  [
    ["tovplay_keeper", "SELECT", "table", "public.x"],
    '"tovplay_keeper" may SELECT on table "public.x"',
    false,
  ],
  [
    ["tovplay_keeper", "DELETE", "table", "public.Game"],
    '"tovplay_keeper" may DELETE on table "public.Game"',
    true,
  ],
  [["tovplay_provisioner", "CREATEROLE", "role", ""], 'role "tovplay_provisioner" may create roles', false],
  [["tovplay_provisioner", "SUPERUSER", "role", ""], 'role "tovplay_provisioner" is superuser', true],
  [
    ["tovplay_provisioner", "DELETE", "table", "public.Game"],
    '"tovplay_provisioner" may DELETE on table "public.Game"',
    true,
  ],
  [
    ["tovplay_app", "SELECT", "future r", "tovplay_owner"],
    '"tovplay_app" may SELECT on everything of kind r that "tovplay_owner" will make',
    true,
  ],
])("the right %j is shown as: %s; undeclared: %s", (right, words, undeclared) => {
  const difference = differenceOf(access, [...access.rights, right]);
  expect(difference).toEqual({ undeclared: undeclared ? [right] : [], missing: [] });
  expect(shownRight(right)).toBe(words);
});

test("a right that is gone is missing, and many rights are told together", () => {
  const [gone, ...rest] = access.rights;
  expect(differenceOf(access, rest).missing).toEqual([gone]);
  const undeclared = Array.from({ length: 50 }, (_, index): Right => ["eve", "SELECT", "table", `${index}`]);
  const missing: Right[] = [["a", "LOGIN", "role", ""]];
  expect(accessAlerts({ undeclared, missing })).toHaveLength(22);
});

const hour = 3_600_000;

test("the row count check alerts when more than a tenth of the users are deleted within a day", () => {
  let history: CountHistory = {};
  const count = (users: number, hours: number) => {
    history = addCounts(history, { User: users, UserProfile: 1, Game: 1 }, hours * hour);
    return countAlerts(history, { User: users, UserProfile: 1, Game: 1 }).map(({ labels }) => labels.table);
  };
  expect(count(100, 0)).toEqual([]);
  expect(count(90, 1)).toEqual([]);
  expect(count(89, 2)).toEqual(["User"]);
  expect(count(85, 24)).toEqual(["User"]);
  expect(count(85, 26)).toEqual([]);
  expect(Object.keys(history.User ?? {}).length).toBeLessThanOrEqual(26);
});

test("the row count check treats a missing table as having lost all its rows", () => {
  const history = addCounts({}, { User: 22 }, 0);
  expect(countAlerts(addCounts(history, {}, hour), {}).map(({ labels }) => labels)).toEqual([
    { table: "User" },
  ]);
});

const day = 86_400;
const ages = { backup: 60, verified: 60, watched: 9 * day, failures: [] };
const failed = { what: "verify", repository: 2, error: "no" };

test.each([
  [ages, []],
  [{ ...ages, backup: 2 * day }, ["BackupTooOld"]],
  [{ ...ages, verified: null }, ["BackupUnverified"]],
  [{ ...ages, backup: null, verified: null, watched: null }, []],
  [{ ...ages, failures: [failed] }, ["BackupFailed"]],
  [{ ...ages, failures: [failed, { ...failed, repository: null }] }, ["BackupFailed", "BackupFailed"]],
])("backups with the state %j raise %j", (found, alerts) => {
  expect(backupAlerts(found, 26).map(({ name }) => name)).toEqual(alerts);
});

const log = {
  archiving: true,
  archiveFailing: false,
  archivedAge: 1,
  synchronous: false,
  idleSlots: [],
  lostSlots: [],
  receiverBehind: 0,
  waitingCommits: 0,
};

test.each([
  [log, []],
  [{ ...log, archiveFailing: true }, ["ArchiverFailing critical"]],
  [{ ...log, archiving: false, archiveFailing: true }, []],
  [{ ...log, idleSlots: ["x"] }, ["ReceiverMissing warning"]],
  [{ ...log, idleSlots: ["x"], synchronous: true }, ["ReceiverMissing critical"]],
  [{ ...log, lostSlots: ["x"] }, ["ReceiverLost critical"]],
  [{ ...log, receiverBehind: 1e8 }, ["ReceiverBehind warning"]],
  [{ ...log, waitingCommits: 1 }, ["CommitsWait critical"]],
])("a write-ahead log with the state %j raises %j", (found, alerts) => {
  expect(writeAheadLogAlerts(found).map(({ name, severity }) => `${name} ${severity}`)).toEqual(alerts);
});

test("connections near their limit and missing protection raise alerts", () => {
  const used = [
    { role: "(all)", used: 50, most: 60 },
    { role: "tovplay_app", used: 27, most: 30 },
  ];
  expect(connectionAlerts(used).map(({ labels }) => labels)).toEqual([{ role: "tovplay_app" }]);
  expect(protectionAlerts([{ name: "x", detail: null }], 9).map(({ labels }) => labels)).toEqual([
    { part: "x" },
  ]);
  expect(protectionAlerts([], 0)).toHaveLength(1);
});
