import { expect, test } from "vitest";
import type { DatabaseState, Look } from "../rounds/look.ts";
import { type LookMemory, remember } from "../rounds/look-memory.ts";
import { lookAlerts } from "./look-alerts.ts";

const state: DatabaseState = {
  name: "TovPlay",
  systemIdentifier: "1",
  oid: "16384",
  isTemplate: true,
  provisionerLogin: false,
  superusers: ["postgres"],
  connections: 1,
  maxConnections: 100,
};
const found = (changes: Partial<DatabaseState> = {}, rest: Partial<Look> = {}): Look => ({
  database: { value: { ...state, ...changes } },
  schemaVersion: { value: 6 },
  changeWindow: { value: null },
  ...rest,
});
const failing = (code: string): Look => {
  const failure = { failure: { code, message: "no" } };
  return { database: failure, schemaVersion: failure, changeWindow: failure };
};
const declared = { databaseName: "TovPlay", systemIdentifier: "1", provisioningMinutes: 60 };
const minute = 60_000;

/** Names of the alerts after looks that are a minute apart. */
function after(looks: Look[], settings: typeof declared | { systemIdentifier: undefined } = declared) {
  const all = { ...declared, ...settings };
  let memory: LookMemory = { seen: undefined, failures: 0, provisioningSince: undefined };
  let alerts: string[] = [];
  for (const [index, look] of looks.entries()) {
    memory = remember(memory, look, all.systemIdentifier, index * minute);
    alerts = lookAlerts(look, memory, all, index * minute).map(({ name }) => name);
  }
  return alerts;
}

test.each<[string, Look[], string[]]>([
  ["all is well", [found(), found()], []],
  ["one look gets no answer", [found(), failing("")], []],
  ["two looks get none", [found(), failing(""), failing("57P03")], ["DatabaseUnreachable"]],
  ["it answers again", [failing(""), failing(""), found()], []],
  ["the database is gone", [found(), failing("3D000")], ["DatabaseMissing"]],
  ["the files are gone", [found(), failing("58P01")], ["DataDamaged"]],
  ["it was made anew", [found(), found({ oid: "16999" })], ["DatabaseReplaced"]],
  ["it stays so", [found(), found({ oid: "16999" }), found({ oid: "16999" })], ["DatabaseReplaced"]],
  ["another cluster answers", [found(), found({ systemIdentifier: "2" })], ["WrongCluster"]],
  ["another cluster was there first", [found({ systemIdentifier: "2", oid: "5" }), found()], []],
  ["the second lock is off", [found({ isTemplate: false })], ["TemplateLockOff"]],
  ["the schema went back", [found(), found({}, { schemaVersion: { value: 5 } })], ["SchemaWentBack"]],
  [
    "the schema is gone",
    [found(), found({}, { schemaVersion: { failure: { code: "42P01", message: "no" } } })],
    ["SchemaMissing"],
  ],
  ["a window is open", [found({}, { changeWindow: { value: "open until then" } })], ["ChangeWindowOpen"]],
  ["a deployment runs", [found(), ...Array(60).fill(found({ provisionerLogin: true }))], []],
  [
    "it runs on and on",
    [found(), ...Array(62).fill(found({ provisionerLogin: true }))],
    ["ProvisionerStillOpen"],
  ],
])("%s", (_name, looks, alerts) => {
  expect(after(looks)).toEqual(alerts);
});

test("where no cluster is declared, the first one seen is the right one", () => {
  const other = found({ systemIdentifier: "2" });
  expect(after([found(), other], { systemIdentifier: undefined })).toEqual(["DatabaseReplaced"]);
});

test("another declaration makes it forget what it saw", () => {
  const seen = { declared: "1", systemIdentifier: "1", name: "TovPlay", oid: "16384", schemaVersion: 6 };
  const memory = { seen, failures: 0, provisioningSince: undefined };
  const moved = remember(memory, found({ systemIdentifier: "2", oid: "7" }), "2", 0);
  expect(moved.seen).toMatchObject({ declared: "2", systemIdentifier: "2", oid: "7" });
});
