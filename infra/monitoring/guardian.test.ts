import { expect, test } from "vitest";
import { declaredAccess } from "../database/declared-access.ts";
import { guardianContainer } from "./guardian.ts";

const access = {
  database: "TovPlay",
  poolConnections: 25,
  tablePrivileges: { tovplay_app: { Game: ["SELECT"] } },
};
const container = guardianContainer({
  context: { stack: "test", filesDirectory: "/files", running: true },
  image: "sha256:0",
  memory: 64,
  networks: ["database", "monitoring"],
  databaseHost: "tovplay-postgres",
  databasePort: 5432,
  user: "tovplay_guardian",
  password: "hunter-two",
  systemIdentifier: "7",
  access,
  log: "tovplay-postgres-log",
  data: "tovplay-guardian-data",
  cluster: "production",
  alertmanagers: ["http://a:9093", "http://b:9093"],
});

test("the guardian reads the log and cannot write it; its password is a file", () => {
  expect(container.readVolumes).toEqual({ "/var/log/postgresql": "tovplay-postgres-log" });
  expect(container.volumes).toEqual({ "/var/lib/tovplay/guardian": "tovplay-guardian-data" });
  expect(JSON.stringify([container.environment, container.command])).not.toContain("hunter-two");
  expect(container.files?.["/run/secrets/database-password"]).toBe("hunter-two");
  expect(container.environment).toMatchObject({
    ALERTMANAGER_URL: "http://a:9093,http://b:9093",
    CLUSTER: "production",
  });
});

test("who may log in, what they may do, and the limit of the pooler's role are declared", () => {
  const { rights, owners } = declaredAccess(access);
  const ofKind = (kind: string) => rights.filter((right) => right[2] === kind);
  expect(rights).toEqual(
    expect.arrayContaining([
      ["tovplay_app", "LOGIN", "role", ""],
      ["tovplay_app", "CONNECTION LIMIT 47", "role", ""],
    ]),
  );
  const logins = ofKind("role").filter(([, privilege]) => privilege === "LOGIN");
  expect(logins.filter(([holder]) => owners.includes(holder))).toEqual([]);
  expect(ofKind("table").filter(([, , , table]) => table?.startsWith("public."))).toEqual([
    ["tovplay_app", "SELECT", "table", "public.Game"],
  ]);
});

test("nobody but the migrator opens a change window, and PUBLIC may do nothing", () => {
  const { rights } = declaredAccess(access);
  const windows = rights.filter(([, , , object]) => object === "protection.open");
  expect(windows.map(([holder]) => holder)).toEqual(["tovplay_migrator"]);
  expect(rights.filter(([holder]) => holder === "PUBLIC")).toEqual([]);
});
