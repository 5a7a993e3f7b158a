import fc from "fast-check";
import { expect, test } from "vitest";
import { clientAddress } from "../client-address.ts";
import { isUnreachable } from "../database/unreachable.ts";
import { isTrustedProxy } from "../trusted-proxy.ts";
import { correlationIdOf } from "./correlation.ts";
import { isFromSite } from "./same-origin.ts";

const correlationId = (given: string | string[]) =>
  correlationIdOf({ headers: { "x-correlation-id": given } });

test.each(["f1bb5602-e11e-46bf-bb9c-cd810d28684e", "my-correlation-1", "a".repeat(64)])(
  "keeps the id %s",
  (given) => {
    expect(correlationId(given)).toBe(given);
  },
);

test("any other id is replaced, so that none breaks a log line or a statement", () => {
  const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
  for (const given of ["short", "a".repeat(65), "two words here", "line\nend-line"])
    expect(correlationId(given)).toMatch(uuid);
  fc.assert(fc.property(fc.string(), (given) => /^[A-Za-z0-9-]{8,64}$/.test(correlationId(given))));
});

const own = "https://app.example.org";
test.each([
  ["the own page", { origin: own }, true],
  ["another site", { origin: "https://evil.example.org" }, false],
  ["the own name over http", { origin: "http://app.example.org" }, false],
  ["a sandboxed page", { origin: "null" }, false],
  [
    "another site, whatever it says of itself",
    { origin: "https://evil.example.org", "sec-fetch-site": "same-origin" },
    false,
  ],
  ["a neighbour, without an origin", { "sec-fetch-site": "same-site" }, false],
  ["a program", {}, true],
])("%s", (_name, headers, allowed) => {
  expect(isFromSite(headers, own)).toBe(allowed);
});

test.each([
  ["172.20.0.9", 0, true],
  ["127.0.0.1", 0, true],
  ["::1", 0, true],
  ["172.20.0.9", 1, false],
  ["198.51.100.4", 0, false],
  ["::ffff:198.51.100.4", 0, false],
])("%s at hop %i is a trusted proxy: %s", (address, hop, trusted) => {
  expect(isTrustedProxy(address, hop)).toBe(trusted);
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["fe80::1%eth0", "fe80::1"],
  ["unknown", "198.51.100.1"],
  ["1'; drop", "198.51.100.1"],
])("the client that claims %s is written down as %s", (ip, address) => {
  const socket = { remoteAddress: "198.51.100.1" };
  expect(clientAddress({ ip, socket } as Parameters<typeof clientAddress>[0])).toBe(address);
});

test.each([
  [Object.assign(new Error("x"), { code: "ECONNREFUSED" }), true],
  [Object.assign(new Error("x"), { code: "57P01" }), true],
  [Object.assign(new Error("x"), { code: "08P01" }), true],
  [Object.assign(new Error("x"), { code: "57014" }), true],
  [Object.assign(new Error("x"), { code: "55P03" }), true],
  [Object.assign(new Error("x"), { code: "25P03" }), true],
  [new Error("Query read timeout"), true],
  [Object.assign(new Error("x"), { code: "23505" }), false],
  [new TypeError("x is not a function"), false],
  ["text", false],
])("error %# counts as unreachable: %s", (error, unreachable) => {
  expect(isUnreachable(error)).toBe(unreachable);
});
