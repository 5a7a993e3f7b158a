import { expect, test } from "vitest";
import { connectionTo, hostSchema } from "./host.ts";

const host = { name: "web", address: "2001:db8::7", user: "admin", hostKey: "ssh-ed25519 AAAA" };
const jump = { address: "jump.example.org", user: "jumper", hostKey: "ssh-ed25519 BBBB", port: 2222 };

test("a host behind another one is connected to through that one, each with its own key", () => {
  const identityFile = "/srv/my keys/é";
  expect(connectionTo(hostSchema.parse({ ...host, identityFile, jump }))).toEqual({
    ...{ host: "2001:db8::7", port: 22, user: "admin", hostKey: "ssh-ed25519 AAAA", identityFile },
    jump: { host: "jump.example.org", port: 2222, user: "jumper", hostKey: "ssh-ed25519 BBBB" },
  });
  expect(connectionTo(hostSchema.parse(host))).not.toHaveProperty("jump");
});

test.each([
  ["a key file that ssh cannot be given", { identityFile: `/srv/\${USER}/key` }, "identityFile"],
  ["a jump host without a key", { jump: { ...jump, hostKey: undefined } }, "jump.hostKey"],
  ["a jump host that is no address", { jump: { ...jump, address: "-o Proxy" } }, "jump.address"],
  ["a jump host behind another one", { jump: { ...jump, jump } }, "jump"],
])("%s is refused", (_, more, key) => {
  const found = hostSchema.safeParse({ ...host, ...more });
  expect(found.error?.issues.map(({ path }) => path.join("."))).toEqual([key]);
});
