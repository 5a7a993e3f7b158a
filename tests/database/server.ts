import { readFileSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { z } from "zod";
import { prepareJobs } from "../../app/backend/src/jobs/schema.ts";
import { publicFunctionsSql } from "../../infra/database/function-access.ts";
import { protectedDatabase } from "../conformance/testing/protected-database.ts";

const privileges = z.record(z.string(), z.record(z.string(), z.array(z.string())));

/** Starts one PostgreSQL for all files of a run. Its database, migrated, protected and granted, is the template that each file copies. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const made = await protectedDatabase({
    docker: [],
    settings: ["max_connections=300", "synchronous_commit=off", "full_page_writes=off"],
  });
  await made.as("postgres", publicFunctionsSql(), functionDefaults);
  const migrator = await made.session("tovplay_migrator");
  await prepareJobs(migrator, { info: () => undefined });
  await migrator.end();
  await made.as("postgres", grants());
  project.provide("postgres", { port: made.server.port, password: made.server.password });
  return () => made.server.stop();
}

/** As `DatabaseAccess` declares it. */
const functionDefaults =
  "ALTER DEFAULT PRIVILEGES FOR ROLE tovplay_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC";

function grants(): string {
  const file = new URL("../../app/backend/privileges.json", import.meta.url);
  const byRole = privileges.parse(JSON.parse(readFileSync(file, "utf8")));
  return Object.entries(byRole)
    .flatMap(([role, tables]) =>
      Object.entries(tables).map(([table, wanted]) => `GRANT ${wanted.join(", ")} ON "${table}" TO ${role}`),
    )
    .join(";");
}
