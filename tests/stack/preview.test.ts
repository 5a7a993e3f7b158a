import { appendFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { docker, tovrun } from "./tovrun.ts";

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

/** The one file whose name begins so: it ends in a hash of what it was given. */
async function mountedFile(folder: string, begin: string): Promise<string> {
  const { stdout } = await tovrun("exec", "--", "sh", "-c", 'printf %s "$TOVPLAY_STATE_DIR"');
  const place = join(stdout, "files", folder);
  return join(place, readdirSync(place).find((name) => name.startsWith(begin)) ?? "");
}

test("what was changed by hand is noticed, and put right by an up", async () => {
  // A preview looks for it only where the last deployment is remembered.
  expect((await tovrun("up", "--yes")).exitCode).toBe(0);
  appendFileSync(await mountedFile("tovplay-prometheus/etc/prometheus", "rules.yml."), "# by hand\n");
  const revoke = ["--user", "postgres", "tovplay-postgres", "psql", "--dbname", "TovPlay", "--command"];
  await docker("exec", ...revoke, 'REVOKE INSERT ON "User" FROM tovplay_app');
  await docker("stop", "tovplay-alertmanager");
  await docker("rm", "--force", "tovplay-postgres-exporter");
  const { exitCode, stdout } = await tovrun("preview");
  expect(exitCode).toBe(6);
  expect(stdout).toMatch(/update +File +\S*prometheus\S*rules\.yml/);
  expect(stdout).toMatch(/update +Grant +tovplay-tables-tovplay_app/);
  expect(stdout).toMatch(/replace +Container +tovplay-alertmanager/);
  expect(stdout).toMatch(/create +Container +tovplay-postgres-exporter/);
  const up = await tovrun("up", "--yes");
  expect({ exitCode: up.exitCode, all: up.all }).toMatchObject({ exitCode: 0 });
  await expectEmptyPreview();
});
