import { expect, test } from "vitest";
import { dockerFailureAt, lockFailure } from "./remote-failure.ts";

test("a locked stack names who holds it", () => {
  const stderr =
    "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n  file:///state/a.json: created by ana@laptop (pid 42) at 2026-11-21T09:00:00Z\n";
  expect(lockFailure(stderr)).toMatch(
    /^ana@laptop \(process 42, since 2026-11-21T09:00:00Z\) is deploying the stack; wait/,
  );
  expect(lockFailure("error: the stack is currently locked by 1 lock(s).")).toMatch(
    /^another Pulumi run is deploying/,
  );
  expect(lockFailure("error: something else")).toBeUndefined();
});

test.each([
  [
    "staging/tovplay-pool-network",
    "error during connect: Get http://docker: command [ssh -l deploy] has exited",
    /^the Docker engine of staging cannot be reached/,
  ],
  ["staging/x", "mkdir /var: no space left on device", /^the disk of staging is full; free some space/],
  ["staging/x", "Conflict. The container name is already in use", undefined],
  ["tovplay-postgres-container", "no space left on device", undefined],
] as const)("%s with %j", (name, message, sentence) => {
  const said = dockerFailureAt(name, message);
  if (sentence) expect(said).toMatch(sentence);
  else expect(said).toBeUndefined();
});
