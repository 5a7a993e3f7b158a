import { describe, expect, test } from "vitest";
import type { DeclaredResource } from "./declared-resource.ts";
import type { DeclaredStack } from "./declared-stack.ts";
import { applicationStack, databaseStack } from "./host-stack.ts";
import { localStack } from "./local-stack.ts";

const stacks: [string, () => Promise<DeclaredStack>][] = [
  ["local", () => localStack()],
  ["database", databaseStack],
  ["staging", () => applicationStack("staging")],
];

interface Grant {
  objectType: string;
  schema?: string;
  objects?: string[];
}

/** Names of the grants on each object of each cluster. */
function grantsByObject(resources: readonly DeclaredResource[]): string[][] {
  const grants = resources
    .filter(({ type }) => type === "postgresql:index/grant:Grant")
    .flatMap(({ name, inputs }) => {
      const { objectType, schema, objects = [schema] } = inputs as Grant;
      const cluster = name.split("/").slice(0, -1).join("/");
      return objects.map((object) => ({ name, object: `${cluster} ${objectType} ${object}` }));
    });
  return [...new Set(grants.map(({ object }) => object))].map((each) =>
    grants.filter(({ object }) => object === each).map(({ name }) => name),
  );
}

describe.each(stacks)("the stack %s", (_, declare) => {
  test("never makes two grants on one object at the same time, because PostgreSQL refuses the second", async () => {
    const { resources, dependencies } = await declare();
    const shared = grantsByObject(resources).filter((grants) => grants.length > 1);
    expect(shared.length).toBeGreaterThan(1);
    const atOnce = (one: string, other: string) =>
      !dependencies.of(one).has(other) && !dependencies.of(other).has(one);
    for (const grants of shared)
      for (const [index, one] of grants.entries())
        expect(
          grants.slice(index + 1).filter((other) => atOnce(one, other)),
          one,
        ).toEqual([]);
  });
});

test("nothing logs in to the database before every role has its declared grants", async () => {
  const { resources, dependencies } = await localStack();
  const given = resources
    .filter(({ type }) => /:(Grant|GrantRole|DefaultPrivileges)$/.test(type))
    .map(({ name }) => name)
    .filter((name) => !name.startsWith("tovplay-tables"));
  expect(given).toContain("tovplay-schema-tovplay_owner");
  for (const client of [
    "tovplay-migrations-run",
    "tovplay-pgbouncer-container",
    "tovplay-postgres-exporter-container",
    "tovplay-guardian-container",
    "tovplay-wal-receiver-container",
    "tovplay-backup-container",
  ])
    expect([...dependencies.of(client)], client).toEqual(
      expect.arrayContaining([...given, "tovplay-backup-functions", "tovplay-public-functions"]),
    );
});
