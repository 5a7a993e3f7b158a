import { expect, test } from "vitest";
import { connectionTrouble, sudoTrouble } from "./ssh-trouble.ts";

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
  const said = connectionTrouble("198.51.100.7", stderr);
  expect(said).toMatch(sentence);
  expect(said).not.toContain("\n");
});

test("a sudo that wants a password names the user and the mend", () => {
  expect(sudoTrouble("198.51.100.7", "admin", "sudo: a password is required\n")).toMatch(
    /^admin may not use sudo on .*NOPASSWD/,
  );
  expect(sudoTrouble("198.51.100.7", "admin", "mkdir: cannot create directory\n")).toBeUndefined();
});
