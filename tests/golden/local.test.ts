import { expect, test } from "vitest";
import type { Environment } from "../../stacks/environment.ts";
import type { LocalSettings } from "../../stacks/local/settings.ts";
import { local } from "../../stacks/local/stack.ts";
import { declaredStack } from "./declared-stack.ts";
import { images, sourceHashes } from "./images.ts";
import { declaredResources } from "./resources.ts";

const environment: Environment<LocalSettings> = {
  stack: "local",
  checkout: "/srv/checkout",
  filesDirectory: "/srv/tovplay/files",
  settings: {
    publicUrl: "http://127.0.0.1:8080",
    ports: {
      nginx: 8080,
      backend: 8000,
      pgbouncer: 6432,
      postgres: 5432,
      prometheus: 9090,
      alertmanager: 9093,
      loki: 3100,
    },
    pooler: { maxClients: 500, serverConnections: 15 },
  },
  images,
  sourceHashes,
  tablePrivileges: {
    tovplay_app: { Game: ["SELECT"], audit_log: ["INSERT"] },
    tovplay_viewer: { Game: ["SELECT"] },
  },
  profiles: new Set(["core", "database", "monitoring"]),
};

test("the local stack declares exactly the resources of its snapshot", async () => {
  const resources = await declaredResources("local", () => local.declare(environment));
  await expect(`${JSON.stringify(resources, null, 2)}\n`).toMatchFileSnapshot("local.golden.json");
});

test("a stack that is down keeps data, roles and passwords, and no container or network", async () => {
  const resources = await declaredResources("local", () =>
    local.declare({ ...environment, profiles: new Set() }),
  );
  const types = new Set(resources.map((resource) => resource.type));
  expect(types).not.toContain("docker:index/container:Container");
  expect(types).not.toContain("docker:index/network:Network");
  const volumes = resources.filter((resource) => resource.type === "docker:index/volume:Volume");
  expect(volumes.map((volume) => volume.name)).toEqual(
    [
      ...["alertmanager-data", "backup-repository", "backup-restore", "backup-state", "collector-data"],
      ...["guardian-data", "loki-data", "postgres-data", "postgres-log", "postgres-socket"],
      ...["prometheus-data", "wal-receiver-data"],
    ].map((name) => `tovplay-${name}-volume`),
  );
  expect(types).toContain("postgresql:index/role:Role");
});

test("nothing logs in to the database before every role has been given what is declared", async () => {
  const { resources, dependencies } = await declaredStack("local", () => local.declare(environment));
  const given = resources
    .filter(
      ({ type, name }) =>
        /:(Grant|GrantRole|DefaultPrivileges)$/.test(type) && !name.startsWith("tovplay-tables"),
    )
    .map(({ name }) => name);
  expect(given).toContain("tovplay-schema-tovplay_owner");
  for (const client of [
    "tovplay-migrations-run",
    "tovplay-pgbouncer-container",
    "tovplay-postgres-exporter-container",
    "tovplay-guardian-container",
    "tovplay-wal-receiver-container",
    "tovplay-backup-container",
  ])
    expect([...dependencies.of(client)], client).toEqual(expect.arrayContaining(given));
});
