import { kill } from "node:process";
import { expect, test } from "vitest";
import { slotSuffix } from "../../cli/stack/service-name.ts";
import { until } from "../conformance/testing/until.ts";
import { deployedLogStore } from "./log-store.ts";
import { docker, siteUrl } from "./tovrun.ts";

const listed = await docker("ps", "--filter", "label=org.tovplay.stack=local", "--format", "{{.Names}}");
const containers = listed.split("\n").sort();

async function state(container: string) {
  const format = "{{.State.Pid}} {{.State.Health.Status}} {{.RestartCount}}";
  const [pid = "", health = "", restarts = ""] = (
    await docker("inspect", "--format", format, container)
  ).split(" ");
  return { pid: Number(pid), health, restarts: Number(restarts) };
}

test("every service of the stack runs", async () => {
  const names = [
    ...["alertmanager", "backend", "backup", "collector", "guardian", "nginx"],
    ...["pgbouncer", "pgbouncer-exporter", "postgres", "postgres-exporter", "prometheus", "wal-receiver"],
    (await deployedLogStore()).kind,
  ];
  expect(containers.map((name) => name.replace(slotSuffix, ""))).toEqual(
    names.map((name) => `tovplay-${name}`).sort(),
  );
});

async function expectRecovery(container: string) {
  // A kill of another one may have ended it too.
  const before = await until(`a healthy ${container}`, async () => {
    const now = await state(container);
    return now.health === "healthy" ? now : false;
  });
  kill(before.pid, "SIGKILL");
  const after = await until(
    `recovery of ${container}`,
    async () => {
      const now = await state(container);
      return now.pid !== before.pid && now.health === "healthy" ? now : false;
    },
    90,
  );
  expect(after.restarts).toBe(before.restarts + 1);
  await until("a healthy site", async () => (await fetch(`${siteUrl}/api/health`)).ok, 60);
}

// One by one: killed at once, an engine of version 20.10 may keep an endpoint in its network, which then can't be removed.
test.each(containers)("%s is healthy again after its process was killed", expectRecovery);
