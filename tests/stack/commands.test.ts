import { once } from "node:events";
import { expect, test } from "vitest";
import { until } from "../conformance/testing/until.ts";
import { docker, tovrun } from "./tovrun.ts";

test.each(["viewer", "app", "migrator", "backup", "monitor", "guardian"])(
  "psql opens the database as %s, with that role's own rights and limits",
  async (role) => {
    const sql = "SELECT session_user, current_setting('is_superuser'), inet_client_addr() IS NULL";
    const { stdout } = await tovrun("psql", "--role", role, "--", "-Atc", sql);
    expect(stdout).toBe(`tovplay_${role}|off|t`);
  },
);

test("sessions of the pooler and the services are not zombies, not even the pooler's unnamed ones", async () => {
  const { stdout } = await tovrun("zombies");
  expect(stdout).toMatch(/^None of \d+ sessions is a zombie\.$/);
});

test("a killed './tovrun logs postgres --follow' leaves no process behind in the container", async () => {
  const followers = async () => (await docker("top", "tovplay-postgres")).split("--follow=name").length;
  const before = await followers();
  const follower = tovrun("logs", "postgres", "--follow", "--tail", "1");
  await once(follower.stdout, "data");
  expect(await followers()).toBeGreaterThan(before);
  follower.kill("SIGKILL");
  await until("it is gone", async () => (await followers()) === before, 30);
  await follower;
});
