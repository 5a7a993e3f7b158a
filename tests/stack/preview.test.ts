import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { tovrun } from "./tovrun.ts";

/** When the first preview had ended, by this process's clock. */
let ended = 0;

async function expectEmptyPreview() {
  const { exitCode, stdout } = await tovrun("preview");
  expect(stdout).not.toMatch(/\b(create|update|replace|delete)\b/);
  expect(exitCode).toBe(0);
}

test("a preview after up is empty", async () => {
  await expectEmptyPreview();
  ended = performance.now();
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

test("a preview is still empty 20 s later", async () => {
  await sleep(ended + 20_000 - performance.now());
  await expectEmptyPreview();
});
