import { expect, test } from "vitest";
import { readTemplate } from "../../host/template.ts";
import { loginRoles } from "../roles.ts";
import { applicationHost, backupHost, besideServer, type HbaRule, hbaFile, sameNetwork } from "./hba.ts";

/** Rules of a file as PostgreSQL reads them. */
function rulesOf(rules: HbaRule[]): string[] {
  const lines = hbaFile("TovPlay", rules)
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => line.trim().split(/\s+/).join(" "));
}

const always = {
  first: [
    "local all postgres peer",
    "local postgres,TovPlay tovplay_backup peer map=backup",
    ...["migrator", "app", "viewer", "monitor", "guardian"].map(
      (role) => `local TovPlay tovplay_${role} peer map=logins`,
    ),
    "local all all reject",
    "host postgres,TovPlay tovplay_provisioner samenet scram-sha-256",
  ],
  last: ["host all all all reject", "host replication all all reject"],
};

const cases: [string, HbaRule[], string[]][] = [
  ["without a rule nobody is let in but who belongs to the server", [], []],
  [
    "on one machine every client is on the container's own networks, and one of them may copy the cluster",
    sameNetwork,
    [
      "host TovPlay tovplay_app samenet scram-sha-256",
      "host TovPlay tovplay_viewer samenet scram-sha-256",
      "host TovPlay tovplay_migrator samenet scram-sha-256",
      "host TovPlay tovplay_monitor samenet scram-sha-256",
      "host TovPlay tovplay_guardian samenet scram-sha-256",
      "host TovPlay,replication tovplay_backup samenet scram-sha-256",
    ],
  ],
  [
    "an application host is let in over TLS as the application and the migrator, and as nobody else",
    ["198.51.100.7", "2001:db8::7"].flatMap(applicationHost),
    [
      "hostssl TovPlay tovplay_app 198.51.100.7/32 scram-sha-256",
      "hostssl TovPlay tovplay_migrator 198.51.100.7/32 scram-sha-256",
      "hostssl TovPlay tovplay_app 2001:db8::7/128 scram-sha-256",
      "hostssl TovPlay tovplay_migrator 2001:db8::7/128 scram-sha-256",
    ],
  ],
  [
    "the host of the backups is let in over TLS for backups, and for nothing else",
    backupHost("203.0.113.9"),
    ["hostssl TovPlay,replication tovplay_backup 203.0.113.9/32 scram-sha-256"],
  ],
  [
    "services on the database host itself come as one role each",
    ["tovplay_monitor", "tovplay_guardian"].map(besideServer),
    [
      "host TovPlay tovplay_monitor samenet scram-sha-256",
      "host TovPlay tovplay_guardian samenet scram-sha-256",
    ],
  ],
];
test.each(cases)("%s", (_, rules, lines) => {
  expect(rulesOf(rules)).toEqual([...always.first, ...lines, ...always.last]);
});

test("every role that can log in is a client on one machine", () => {
  expect(sameNetwork.map(({ role }) => role).sort()).toEqual([...loginRoles].sort());
});

test("the server's own user may be every role that can log in, and no other", () => {
  const lines = readTemplate("postgresql/pg_ident.conf").split("\n");
  const mapped = lines.flatMap((line) => /^(?:backup|logins) +postgres +(\w+)$/.exec(line)?.[1] ?? []);
  expect(mapped.sort()).toEqual([...loginRoles].sort());
});

test("columns are aligned", () => {
  const hosts = ["198.51.100.7", "203.0.113.100"].flatMap(applicationHost);
  const lines = hbaFile("TovPlay", [...hosts, ...sameNetwork]).split("\n");
  const columns = lines.filter((line) => line.includes("tovplay_")).map((line) => line.indexOf("tovplay_"));
  expect(new Set(columns).size).toBe(1);
});

test.each([
  [
    "postgres",
    "198.51.100.7",
    true,
    /postgres cannot be admitted: choose from tovplay_migrator, tovplay_app/,
  ],
  ["tovplay_provisioner", "198.51.100.7", true, /tovplay_provisioner cannot be admitted/],
  ["tovplay_owner", "198.51.100.7", true, /tovplay_owner cannot be admitted/],
  ["all", "198.51.100.7", true, /all cannot be admitted/],
  ["tovplay_app", "all", true, /all cannot be admitted: give the address of one host, or samenet/],
  ["tovplay_app", "0.0.0.0/0", true, /0\.0\.0\.0\/0 cannot be admitted/],
  ["tovplay_app", "198.51.100.0/24", true, /198\.51\.100\.0\/24 cannot be admitted/],
  ["tovplay_app", "db.example.org", true, /db\.example\.org cannot be admitted/],
  ["tovplay_app", "198.51.100.7\nhost all all all trust", true, /cannot be admitted/],
  [
    "tovplay_app",
    "198.51.100.7",
    false,
    /tovplay_app from 198\.51\.100\.7 would connect unencrypted: set tls to true/,
  ],
])("refuses %s from %s with TLS %s", (role, address, tls, wording) => {
  expect(() => hbaFile("TovPlay", [{ role, address, tls }])).toThrow(wording);
});

test.each(loginRoles.filter((role) => role !== "tovplay_backup"))("%s never copies the cluster", (role) => {
  const rule = { role, address: "198.51.100.7", tls: true, replication: true };
  expect(() => hbaFile("TovPlay", [rule])).toThrow(`${role} may not copy the cluster`);
});

test.each(["all", "replication", "SameUser", "Tov Play", "TovPlay,postgres", "@file", "+group", ""])(
  "a database cannot be called '%s' there",
  (database) => {
    expect(() => hbaFile(database, [])).toThrow(/is not a valid database name for pg_hba\.conf/);
  },
);
