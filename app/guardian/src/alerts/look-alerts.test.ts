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

/** Names of the alerts after looks one minute apart. */
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
  ["a healthy database", [found(), found()], []],
  ["one look without an answer", [found(), failing("")], []],
  ["two looks without an answer", [found(), failing(""), failing("57P03")], ["DatabaseUnreachable"]],
  ["a database that answers again", [failing(""), failing(""), found()], []],
  ["a missing database", [found(), failing("3D000")], ["DatabaseMissing"]],
  ["missing files of the cluster", [found(), failing("58P01")], ["DataDamaged"]],
  ["a recreated database", [found(), found({ oid: "16999" })], ["DatabaseReplaced"]],
  [
    "a recreated database that stays",
    [found(), found({ oid: "16999" }), found({ oid: "16999" })],
    ["DatabaseReplaced"],
  ],
  ["a different cluster", [found(), found({ systemIdentifier: "2" })], ["WrongCluster"]],
  [
    "a different cluster followed by the declared one",
    [found({ systemIdentifier: "2", oid: "5" }), found()],
    [],
  ],
  ["a database that is no longer a template", [found({ isTemplate: false })], ["TemplateLockOff"]],
  [
    "a schema with a lower version than before",
    [found(), found({}, { schemaVersion: { value: 5 } })],
    ["SchemaWentBack"],
  ],
  [
    "a missing schema",
    [found(), found({}, { schemaVersion: { failure: { code: "42P01", message: "no" } } })],
    ["SchemaMissing"],
  ],
  [
    "an open change window",
    [found({}, { changeWindow: { value: "open until then" } })],
    ["ChangeWindowOpen"],
  ],
  ["a running deployment", [found(), ...Array(60).fill(found({ provisionerLogin: true }))], []],
  [
    "a provisioner that stays enabled for too long",
    [found(), ...Array(62).fill(found({ provisionerLogin: true }))],
    ["ProvisionerStillOpen"],
  ],
])("the right alerts are raised for %s", (_name, looks, alerts) => {
  expect(after(looks)).toEqual(alerts);
});

test("the first cluster seen counts as the right one when none is declared", () => {
  const other = found({ systemIdentifier: "2" });
  expect(after([found(), other], { systemIdentifier: undefined })).toEqual(["DatabaseReplaced"]);
});

test("a changed declaration discards the remembered database", () => {
  const seen = { declared: "1", systemIdentifier: "1", name: "TovPlay", oid: "16384", schemaVersion: 6 };
  const memory = { seen, failures: 0, provisioningSince: undefined };
  const moved = remember(memory, found({ systemIdentifier: "2", oid: "7" }), "2", 0);
  expect(moved.seen).toMatchObject({ declared: "2", systemIdentifier: "2", oid: "7" });
});
