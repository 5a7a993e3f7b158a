import { expect, test } from "vitest";
import { placeholderProblem, placeholders } from "./placeholders.ts";

const hostKey = `ssh-ed25519 ${Buffer.concat([
  Buffer.from([0, 0, 0, 11]),
  Buffer.from("ssh-ed25519"),
  Buffer.from([0, 0, 0, 32]),
  Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37) % 256)),
]).toString("base64")}`;

const real = {
  site: "app.tovplay.org",
  hosts: [{ name: "production", address: "198.18.0.11", user: "admin", port: 22, hostKey }],
  cloudflare: undefined,
  monitoring: true,
};

test("settings that are filled in hold no placeholder", () => {
  expect(placeholderProblem("production", real)).toBeUndefined();
});

test.each([
  ["192.0.2.1", "an address for documentation"],
  ["198.51.100.200", "an address for documentation"],
  ["203.0.113.11/32", "an address for documentation"],
  ["2001:db8::1", "an address for documentation"],
  ["https://example.org/", "a name for documentation"],
  ["ada@example.com", "a name for documentation"],
  ["mail.example.net", "a name for documentation"],
  ["db.example", "a name for documentation"],
  ["PLACEHOLDER-tovplay-backups", "a placeholder"],
  ["-----BEGIN CERTIFICATE-----\nPLACEHOLDER\n-----END CERTIFICATE-----\n", "a placeholder"],
  ["change-me", "a placeholder"],
  ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "no public key of a host"],
  [hostKey.replace("ssh-ed25519", "ssh-rsa"), "no public key of a host"],
])("%j is %s", (value, kind) => {
  expect(placeholders({ a: value })).toEqual([{ key: "a", value, kind }]);
});

test.each(["198.18.0.11", "203.0.114.1", "10.192.0.2", "counterexample.org", "exampletown.com"])(
  "%s is real",
  (value) => {
    expect(placeholders({ a: value })).toEqual([]);
  },
);

test("one sentence names every key of the file", () => {
  const settings = {
    ...real,
    hosts: [{ ...real.hosts[0], address: "203.0.113.11", hostKey: "PLACEHOLDER" }],
  };
  expect(placeholderProblem("production", settings)).toBe(
    "Pulumi.production.yaml is not filled in, so nothing was changed: " +
      "tovplay:hosts[0].address is an address for documentation (203.0.113.11); " +
      "tovplay:hosts[0].hostKey is a placeholder (PLACEHOLDER); put the real values there",
  );
});

test("a long value is shortened, and one of several lines, which may be a key, is not shown", () => {
  const settings = { bucket: "PLACEHOLDER".repeat(9), tlsKey: "-----BEGIN PRIVATE KEY-----\nPLACEHOLDER" };
  expect(placeholderProblem("staging", settings)).toMatch(
    /: tovplay:bucket is a placeholder \(PLACEHOLDER.{26}\.\.\.\); tovplay:tlsKey is a placeholder; put/,
  );
});
