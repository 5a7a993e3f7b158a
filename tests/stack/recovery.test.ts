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

/** What the site itself consists of, whose end the others may feel: these are killed last and one by one. */
const site = ["backend", "nginx", "pgbouncer", "postgres"].map((name) => `tovplay-${name}`);
const isSite = (container: string) => site.includes(container.replace(slotSuffix, ""));
const recovers = "%s is healthy again after its process was killed";

test.concurrent.each(containers.filter((name) => !isSite(name)))(recovers, expectRecovery);
test.each(containers.filter(isSite))(recovers, expectRecovery);
