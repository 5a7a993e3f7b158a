import { expect, test } from "vitest";
import { outputMark } from "./output.ts";
import { connectionTrouble, notBegun, sudoTrouble } from "./trouble.ts";

test.each([
  [
    "ssh: connect to host 198.51.100.7 port 22: Connection timed out",
    /198\.51\.100\.7 does not answer over SSH; see/,
  ],
  ["ssh: connect to host 198.51.100.7 port 22: No route to host", /does not answer over SSH/],
  [
    "No ED25519 host key is known for 198.51.100.7 and you have requested strict checking.\nHost key verification failed.",
    /shows another key than the one pinned in hosts\[\]\.hostKey/,
  ],
  [
    "Unable to negotiate with 198.51.100.7 port 22: no matching host key type found. Their offer: rsa-sha2-512",
    /shows another key/,
  ],
  ["admin@198.51.100.7: Permission denied (publickey).", /none of the keys offered; load the right key/],
  [
    "client_loop: send disconnect: Broken pipe",
    /was lost \(client_loop: send disconnect: Broken pipe\); what had begun there ends or reverts/,
  ],
  ["", /^the connection to 198\.51\.100\.7 was lost; /],
])("%j is explained in one sentence", (stderr, sentence) => {
  const said = connectionTrouble({ host: "198.51.100.7" }, stderr);
  expect(said).toMatch(sentence);
  expect(said).not.toContain("\n");
});

const host = { host: "198.51.100.7", port: 22, user: "admin", hostKey: "ssh-ed25519 AAAA" };

test("a way that ends at the jump host names it", () => {
  const jump = { ...host, host: "198.51.100.1", port: 2222, user: "jumper" };
  expect(
    connectionTrouble({ ...host, jump }, "kex_exchange_identification: Connection closed by remote host\n"),
  ).toMatch(
    /^198\.51\.100\.7 is not reached through its jump host; see whether 'ssh -p 2222 jumper@198\.51\.100\.1'/,
  );
});

test.each([
  [
    "sudo: a password is required\n",
    /^admin may not use sudo on 198\.51\.100\.7 without a password; .*NOPASSWD/,
  ],
  ["sudo: a terminal is required to read the password; either use ssh's -t option", /NOPASSWD/],
  ["sudo: sorry, you must have a tty to run sudo\n", /asks admin for a terminal; remove requiretty/],
  [
    "Sorry, user admin is not allowed to execute '/usr/bin/env' as root on web.\n",
    /for everything; .*NOPASSWD: ALL/,
  ],
  ["env: 'sudo': No such file or directory\n", /has no sudo; install it/],
])("%j names the user and what to do", (stderr, sentence) => {
  expect(sudoTrouble(host, stderr)).toMatch(sentence);
});

test("what a script says itself is no word of sudo", () => {
  expect(sudoTrouble(host, "mkdir: cannot create directory\n")).toBeUndefined();
});

const marked = `Welcome!\n${outputMark}\n`;
test.each([
  [{ code: 0, stdout: marked, stderr: "" }, undefined],
  [{ code: 255, stdout: marked, stderr: "" }, undefined],
  [{ code: 1, stdout: marked, stderr: "sudo: a password is required\n" }, /NOPASSWD/],
  [
    { code: 255, stdout: "", stderr: "ssh: connect to host x port 22: Connection refused" },
    /does not answer/,
  ],
  [{ code: undefined, stdout: "", stderr: "spawn ssh ENOENT" }, /was lost \(spawn ssh ENOENT\)/],
  [
    { code: 1, stdout: "This account is currently not available.\n", stderr: "" },
    /^the login shell of admin on 198\.51\.100\.7 runs no commands \(This account is currently not available\.\); .*chsh/,
  ],
  [{ code: 0, stdout: "", stderr: "" }, /runs no commands \(it said nothing\)/],
])("whether a script began: %j", (end, sentence) => {
  const said = notBegun(host, end);
  if (sentence) expect(said).toMatch(sentence);
  else expect(said).toBeUndefined();
});
