import { expect, test } from "vitest";
import type { Environment } from "../../stacks/environment.ts";
import type { LocalSettings } from "../../stacks/local/settings.ts";
import { local } from "../../stacks/local/stack.ts";
import { declaredResources } from "./resources.ts";

const image = (digit: string) => `sha256:${digit.repeat(64)}`;

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
  images: {
    debian: image("1"),
    node: image("2"),
    nginx: image("3"),
    postgres: image("4"),
    pgbouncer: image("5"),
    prometheus: image("6"),
    alertmanager: image("7"),
    loki: image("8"),
    collector: image("9"),
    "postgres-exporter": image("a"),
    "pgbouncer-exporter": image("b"),
  },
  sourceHashes: {
    backend: "backend-hash",
    backup: "backup-hash",
    frontend: "frontend-hash",
    guardian: "guardian-hash",
  },
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
  expect(volumes.map((volume) => volume.name)).toEqual([
    "tovplay-alertmanager-data-volume",
    "tovplay-collector-data-volume",
    "tovplay-loki-data-volume",
    "tovplay-postgres-data-volume",
    "tovplay-prometheus-data-volume",
  ]);
  expect(types).toContain("postgresql:index/role:Role");
});
