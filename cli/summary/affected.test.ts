import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inCheckout } from "../../paths.ts";
import { affectedStacks } from "./affected.ts";

const all = ["database", "backup", "staging", "production"];
const application = ["staging", "production"];

test.each<[string, string[]]>([
  ["Pulumi.yaml", all],
  ["Pulumi.production.yaml", ["production"]],
  ["Pulumi.staging.yaml", ["staging"]],
  ["Pulumi.database.yaml", ["database"]],
  ["Pulumi.backup.yaml", ["backup"]],
  ["Pulumi.local.yaml", []],
  ["Pulumi.lab-production.yaml", []],
  ["stacks/production.ts", ["production"]],
  ["stacks/production/monitoring.ts", ["production"]],
  ["stacks/staging.ts", ["staging"]],
  ["stacks/database.ts", ["database"]],
  ["stacks/database-cluster.ts", ["database"]],
  ["stacks/backup.ts", ["backup"]],
  ["stacks/backup-cluster.ts", ["backup"]],
  ["stacks/backup-environments.ts", ["database", "backup"]],
  ["stacks/database-reference.ts", ["backup", ...application]],
  ["stacks/application.ts", application],
  ["stacks/application-host.ts", application],
  ["stacks/settings/environment.ts", all],
  ["stacks/settings/database.ts", ["database"]],
  ["stacks/settings/backup.ts", ["backup"]],
  ["stacks/settings/application.ts", application],
  ["stacks/settings/local.ts", []],
  ["stacks/local/stack.ts", []],
  ["infra/container/container.ts", all],
  ["infra/container/settings.test.ts", []],
  ["infra/application/scripts/release.sh", all],
  ["templates/postgresql/pg_hba.conf", ["database"]],
  ["templates/pgbackrest/pgbackrest.conf", ["database", "backup"]],
  ["templates/pgbouncer/pgbouncer.ini", application],
  ["templates/prometheus/rules.yml", all],
  ["policies/rules/not-privileged.ts", all],
  ["policies/rules/not-privileged.fixtures.ts", []],
  ["policies/README.md", []],
  ["provider/main.ts", all],
  ["app/backend/src/app.ts", all],
  ["app/backend/src/app.test.ts", []],
  ["app/backend/migrations/0004_friends.sql", all],
  ["app/backup/src/server.ts", ["backup"]],
  ["app/guardian/src/server.ts", ["database"]],
  ["app/frontend/src/main.tsx", application],
  ["app/image.ts", all],
  ["toolchain/images.json", all],
  ["package.json", all],
  ["package-lock.json", all],
  ["cli/main.ts", []],
  ["lab/main.ts", []],
  ["docs/ci.md", []],
  ["README.md", []],
  ["cspell.yaml", []],
  ["tests/golden/local.golden.json", []],
  [".github/workflows/deploy.yml", []],
  ["biome.json", []],
  ["something/never/seen.xyz", all],
])("%s is an input of %j", (file, stacks) => {
  expect(affectedStacks([file])).toEqual(stacks);
});

test("several files make one list, in the order of deployment", () => {
  expect(affectedStacks(["stacks/production.ts", "README.md", "stacks/database.ts"])).toEqual([
    "database",
    "production",
  ]);
  expect(affectedStacks([])).toEqual([]);
});

test("no stack of hosts is made from the files of the local one", () => {
  const files = readdirSync(inCheckout("stacks")).filter(
    (file) => /^[^.]+\.ts$/.test(file) && file !== "index.ts",
  );
  const importing = files.filter((file) =>
    readFileSync(inCheckout("stacks", file), "utf8").includes('"./local/'),
  );
  expect(files.length).toBeGreaterThan(0);
  expect(importing).toEqual([]);
});
