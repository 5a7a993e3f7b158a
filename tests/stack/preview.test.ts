import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { tovrun } from "./tovrun.ts";

test("a preview after up is empty, and still is 20 s later", async () => {
  for (const pause of [0, 20_000]) {
    await sleep(pause);
    const { exitCode, stdout } = await tovrun("preview");
    expect(stdout).not.toMatch(/\b(create|update|replace|delete)\b/);
    expect(exitCode).toBe(0);
  }
});

test("a second up would change nothing", async () => {
  const args = [
    "preview",
    "--stack",
    "local",
    "--expect-no-changes",
    "--refresh",
    "--run-program",
    "--non-interactive",
    "--suppress-progress",
  ];
  const { exitCode, all } = await tovrun("exec", "--", "pulumi", ...args);
  expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
});
