import { expect, test } from "vitest";
import { localStack } from "./local-stack.ts";

test("the local stack declares exactly the resources of its snapshot", async () => {
  const { resources } = await localStack();
  await expect(`${JSON.stringify(resources, null, 2)}\n`).toMatchFileSnapshot("local.golden.json");
});

test("the local stack keeps data, roles and passwords while it is down, but no container or network", async () => {
  const { resources } = await localStack(new Set());
  const types = new Set(resources.map((resource) => resource.type));
  expect(types).not.toContain("docker:index/container:Container");
  expect(types).not.toContain("docker:index/network:Network");
  const volumes = resources.filter((resource) => resource.type === "docker:index/volume:Volume");
  expect(volumes.map((volume) => volume.name)).toEqual(
    [
      ...["alertmanager-data", "backup-repository", "backup-restore", "backup-state", "collector-data"],
      ...["guardian-data", "postgres-data", "postgres-log", "postgres-socket", "prometheus-data"],
      ...["victorialogs-data", "wal-receiver-data"],
    ].map((name) => `tovplay-${name}-volume`),
  );
  expect(types).toContain("postgresql:index/role:Role");
});
