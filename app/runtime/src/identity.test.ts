import { expect, test } from "vitest";
import { checkIdentity, type ExpectedIdentity, type Identity, isPooled, mismatches } from "./identity.ts";

const found: Identity = {
  name: "TovPlay",
  systemIdentifier: "7",
  schemaVersion: 3,
  applicationName: "tovplay-backend",
};
const expected: ExpectedIdentity = { name: "TovPlay", systemIdentifier: "7", schemaVersion: 3 };

test.each<[string, Partial<Identity>, string[]]>([
  ["the expected database", {}, []],
  ["a newer schema, as during a deployment", { schemaVersion: 4 }, []],
  ["a name that differs in case only", { name: "tovplay" }, ["the database is tovplay, not TovPlay"]],
  ["another cluster", { systemIdentifier: "8" }, ["the cluster is 8, not 7"]],
  ["an older schema", { schemaVersion: 2 }, ["the schema is at version 2, run the migrations up to 3"]],
  ["no schema", { schemaVersion: null }, ["the schema is at version 0, run the migrations up to 3"]],
])("%s is reported as %j, %j", (_name, difference, reasons) => {
  expect(mismatches({ ...found, ...difference }, expected)).toEqual(reasons);
});

test("any cluster is accepted when none is expected", () => {
  expect(mismatches(found, { ...expected, systemIdentifier: undefined })).toEqual([]);
});

test.each([
  ["tovplay-backend", false],
  ["tovplay-backend - 172.20.0.4:34226", true],
  ["tovplay-backend - fd00::1:34226", true],
  ["tovplay - backend", false],
  ["", false],
])("a connection with the application name %j is pooled: %s", (name, pooled) => {
  expect(isPooled(name)).toBe(pooled);
});

test.each([
  [
    Object.assign(new Error("password for tovplay_app"), { code: "28P01" }),
    "the database refuses the password",
  ],
  [
    Object.assign(new Error("x"), { code: "42P01" }),
    "the database has no schema version, run the migrations",
  ],
  [new Error("connect ECONNREFUSED 192.0.2.7"), "the database does not answer"],
])("a failed identity check is reported without the driver's message (%#)", async (error, reason) => {
  const reported: unknown[] = [];
  const finding = await checkIdentity(
    () => Promise.reject(error),
    expected,
    (cause) => reported.push(cause),
  );
  expect(finding).toMatchObject({ reasons: [reason], detail: { name: null, pooled: null, latencyMs: null } });
  expect(reported).toEqual([error]);
});
