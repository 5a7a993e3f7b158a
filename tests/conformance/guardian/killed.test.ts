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

/** Roles that try to drop a table while the guardian is down, each of them once. */
const roles = ["tovplay_app", "tovplay_viewer", "tovplay_backup", "tovplay_monitor"];

test("a restarted guardian raises an alert for each attempt made while it was down", async () => {
  for (const role of roles) {
    await sleep(Math.random() * 3000);
    await execa("docker", ["kill", "--signal", "KILL", guarded.guardian]);
    await expect(guarded.protected.as(role, 'DROP TABLE "User"')).rejects.toThrow(/owner|protection/);
    await execa("docker", ["start", guarded.guardian]);
    await until(`an alert about the attempt of ${role}`, async () => {
      const drops = (await guarded.alerts()).filter(
        ({ labels }) => labels.alertname === "DestructiveStatement",
      );
      expect(drops.map(({ labels }) => labels.role)).toContain(role);
    });
  }
});
