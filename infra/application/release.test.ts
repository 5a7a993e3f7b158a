import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { releaseHash } from "./release.ts";

test("the host finds the same hash over the parts as the program", () => {
  const parts = ["tovplay-backend", "8000 8001", "5001", "tovplay-pool", "--user=1\n--env=A=it's"];
  const script = 'printf "%s\\n" "$@" | sha256sum | cut -c 1-12';
  const { stdout } = spawnSync("sh", ["-c", script, "sh", ...parts], { encoding: "utf8" });
  expect(stdout.trim()).toBe(releaseHash(parts));
});
