import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../testing/until.ts";
import { type GuardedDatabase, guardedDatabase } from "./guarded-database.ts";

let guarded: GuardedDatabase;

beforeAll(async () => {
  guarded = await guardedDatabase();
});

afterAll(() => guarded?.remove());

/** Roles that try to drop a table while the guardian is away, each of them once. */
const roles = ["tovplay_app", "tovplay_viewer", "tovplay_backup", "tovplay_monitor"];

test("a guardian that is killed at any moment tells afterwards of what was tried while it was away", async () => {
  for (const role of roles) {
    await sleep(Math.random() * 3000);
    await execa("docker", ["kill", "--signal", "KILL", guarded.guardian]);
    await expect(guarded.protected.as(role, 'DROP TABLE "User"')).rejects.toThrow(/owner|protection/);
    await execa("docker", ["start", guarded.guardian]);
    await until(`the attempt of ${role} is an alert`, async () => {
      const drops = (await guarded.alerts()).filter(
        ({ labels }) => labels.alertname === "DestructiveStatement",
      );
      expect(drops.map(({ labels }) => labels.role)).toContain(role);
    });
  }
});
