import { expect, test } from "vitest";
import { addressRecords, checkZone, type HostRecord, zoneSettings } from "./zone-settings.ts";

const zone = "example.org";
const record = (patch: Partial<HostRecord> = {}): HostRecord => ({
  name: "app.example.org",
  addresses: ["203.0.113.10"],
  ...patch,
});

test.each([
  ["the zone itself", record({ name: zone })],
  ["a name below a name", record({ name: "www.app.example.org" })],
  ["both kinds of addresses", record({ addresses: ["203.0.113.10", "2001:db8::10"] })],
])("accepts %s", (_case, entry) => {
  expect(() => checkZone({ zone, records: [entry] })).not.toThrow();
});

test.each([
  ["a wildcard", [record({ name: "*.example.org" })], "record *.example.org must be example.org or a full"],
  ["a short name", [record({ name: "app" })], "record app must be example.org or a full name below it"],
  ["another zone's name", [record({ name: "app.badexample.org" })], "record app.badexample.org must be"],
  ["no address", [record({ addresses: [] })], "has no address"],
  ["a name in place of an address", [record({ addresses: ["host.example.net"] })], "is not an IP address"],
  ["an address twice", [record({ addresses: ["203.0.113.10", "203.0.113.10"] })], "an address twice"],
  ["a name twice", [record(), record()], "record app.example.org is declared twice"],
  ["a long comment", [record({ comment: "x".repeat(101) })], "at most 100 characters"],
])("refuses %s", (_case, records, says) => {
  expect(() => checkZone({ zone, records })).toThrow(says);
});

test.each([
  [{ zone: "Example.org" }, "zone Example.org must be a lowercase domain"],
  [{ hstsSeconds: -1 }, "hstsSeconds must be a whole number of seconds, 0 or more, not -1"],
])("refuses %j", (patch, says) => {
  expect(() => checkZone({ zone, records: [], ...patch })).toThrow(says);
});

test("one record an address, proxied unless said otherwise", () => {
  const records = addressRecords([
    record({ addresses: ["203.0.113.10", "2001:db8::10"] }),
    record({ name: "ssh.example.org", proxied: false, comment: "for people who deploy" }),
  ]);
  expect(records.map(({ key, type, proxied, ttl }) => [key, type, proxied, ttl])).toEqual([
    ["app.example.org-1", "A", true, 1],
    ["app.example.org-2", "AAAA", true, 1],
    ["ssh.example.org-1", "A", false, 300],
  ]);
  expect(records[2]).toMatchObject({ content: "203.0.113.10", comment: "for people who deploy" });
});

test.each([
  [undefined, true, 31_536_000],
  [0, false, 0],
  [300, true, 300],
])("HSTS of %s seconds", (seconds, enabled, max_age) => {
  expect(zoneSettings(seconds)).toMatchObject({
    ssl: "strict",
    min_tls_version: "1.2",
    security_header: { strict_transport_security: { enabled, max_age } },
  });
});
