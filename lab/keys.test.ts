import { afterEach, expect, test, vi } from "vitest";
import { hostNamed } from "./hosts.ts";
import { hostKey } from "./keys.ts";

afterEach(() => vi.unstubAllEnvs());

test("a missing host key is reported with the command that creates it", () => {
  vi.stubEnv("TOVPLAY_STATE_DIR", "/nowhere");
  expect(() => hostKey(hostNamed("database"))).toThrow(
    "the key of the test host database is not in /nowhere/lab/seeds/database/ssh_host_ed25519_key.pub; ./tovrun lab up creates it",
  );
});
