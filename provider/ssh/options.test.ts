import { expect, test } from "vitest";
import { sshOptions } from "./options.ts";

const hostKey = "ssh-ed25519 AAAA";
const optionOf = (options: string[], name: string) =>
  options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);

test("a key file is quoted, and the only key that is offered", () => {
  const options = sshOptions({ hostKey, identityFile: "/srv/my keys/é" });
  expect(optionOf(options, "IdentityFile")).toBe('"/srv/my keys/é"');
  expect(options).toContain("IdentitiesOnly=yes");
});

test("without one OpenSSH itself looks into the environment", () => {
  expect(optionOf(sshOptions({ hostKey }), "IdentityFile")).toBe(`\${TOVPLAY_SSH_KEY_FILE}`);
  expect(optionOf(sshOptions({ hostKey }), "ProxyCommand")).toBeUndefined();
});

test("the way through a jump host has that one's own key, and is expanded there and not before", () => {
  const jump = {
    host: "2001:db8::1",
    port: 2222,
    user: "jumper",
    hostKey: "ssh-rsa BBBB",
    identityFile: "/a b",
  };
  const command = optionOf(sshOptions({ hostKey, jump }), "ProxyCommand") ?? "";
  expect(command).toMatch(/^ssh -o 'ControlPath=none' -o 'BatchMode=yes' /);
  expect(command).toContain("'KnownHostsCommand=/bin/echo %%H ssh-rsa BBBB'");
  expect(command).toContain("'HostKeyAlgorithms=rsa-sha2-512,rsa-sha2-256'");
  expect(command).toContain(`'IdentityFile="/a b"'`);
  expect(command).toMatch(/ -p 2222 jumper@2001:db8::1 -W '\[%h\]:%p'$/);
});
