import { expect, test } from "vitest";
import { connectionSchema } from "./connection.ts";

const connection = { host: "198.51.100.7", port: 22, user: "admin", hostKey: "ssh-ed25519 AAAA" };

test.each(["198.51.100.7", "::1", "2001:db8::7", "web-1.example.org"])("%s is an address", (host) => {
  expect(connectionSchema.parse({ ...connection, host })).toEqual({ ...connection, host });
});

test.each(["-oProxyCommand=x", "a b", "", "[::1]"])("%j is none", (host) => {
  expect(connectionSchema.safeParse({ ...connection, host }).success).toBe(false);
});

test("a jump host is checked like the host, and has none itself", () => {
  const jump = { ...connection, host: "::1" };
  expect(connectionSchema.parse({ ...connection, jump: { ...jump, jump } })).toEqual({ ...connection, jump });
  const unpinned = connectionSchema.safeParse({ ...connection, jump: { ...jump, hostKey: "none" } });
  expect(unpinned.error?.issues.map(({ path }) => path.join("."))).toEqual(["jump.hostKey"]);
});
