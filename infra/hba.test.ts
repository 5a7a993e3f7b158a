import { expect, test } from "vitest";
import { applicationHost, hbaLines, sameNetwork } from "./hba.ts";
import { renderTemplate } from "./template.ts";

const rendered = (rules: Parameters<typeof hbaLines>[1]) =>
  renderTemplate("postgresql/pg_hba.conf", { database: "TovPlay", clients: hbaLines("TovPlay", rules) });

/** Rules of a rendered file as PostgreSQL reads them. */
function rulesOf(file: string): string[] {
  const lines = file.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => line.trim().split(/\s+/).join(" "));
}

const always = {
  first: [
    "local all postgres peer",
    "local all all reject",
    "host postgres,TovPlay tovplay_provisioner samenet scram-sha-256",
  ],
  last: "host all all all reject",
};

test("without a rule nobody is let in but the superuser on the socket and the provisioner beside the server", () => {
  expect(rulesOf(rendered([]))).toEqual([...always.first, always.last]);
});

test("on one machine the clients are on the container's own networks", () => {
  expect(rulesOf(rendered(sameNetwork))).toEqual([
    ...always.first,
    "host TovPlay tovplay_app samenet scram-sha-256",
    "host TovPlay tovplay_viewer samenet scram-sha-256",
    "host TovPlay tovplay_migrator samenet scram-sha-256",
    "host TovPlay tovplay_monitor samenet scram-sha-256",
    always.last,
  ]);
});

test("an application host is let in over TLS as the application and the migrator, and as nobody else", () => {
  expect(rulesOf(rendered(["198.51.100.7", "2001:db8::7"].flatMap(applicationHost)))).toEqual([
    ...always.first,
    "hostssl TovPlay tovplay_app 198.51.100.7/32 scram-sha-256",
    "hostssl TovPlay tovplay_migrator 198.51.100.7/32 scram-sha-256",
    "hostssl TovPlay tovplay_app 2001:db8::7/128 scram-sha-256",
    "hostssl TovPlay tovplay_migrator 2001:db8::7/128 scram-sha-256",
    always.last,
  ]);
});

test("columns are aligned, also with the provisioner's line", () => {
  const lines = rendered(["198.51.100.7", "203.0.113.100"].flatMap(applicationHost)).split("\n");
  const columns = lines.filter((line) => line.includes("tovplay_")).map((line) => line.indexOf("tovplay_"));
  expect(new Set(columns).size).toBe(1);
});

test.each([
  ["postgres", "198.51.100.7", true, /postgres cannot be let in: choose from tovplay_migrator, tovplay_app/],
  ["tovplay_provisioner", "198.51.100.7", true, /tovplay_provisioner cannot be let in/],
  ["tovplay_owner", "198.51.100.7", true, /tovplay_owner cannot be let in/],
  ["all", "198.51.100.7", true, /all cannot be let in/],
  ["tovplay_app", "all", true, /all cannot be let in: write the address of one host, or samenet/],
  ["tovplay_app", "0.0.0.0/0", true, /0\.0\.0\.0\/0 cannot be let in/],
  ["tovplay_app", "198.51.100.0/24", true, /198\.51\.100\.0\/24 cannot be let in/],
  ["tovplay_app", "db.example.org", true, /db\.example\.org cannot be let in/],
  [
    "tovplay_app",
    "198.51.100.7",
    false,
    /tovplay_app from 198\.51\.100\.7 would send .* in clear: set tls to true/,
  ],
])("refuses %s from %s with TLS %s", (role, address, tls, wording) => {
  expect(() => hbaLines("TovPlay", [{ role, address, tls }])).toThrow(wording);
});
