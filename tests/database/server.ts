import type { TestProject } from "vitest/node";
import { grantTables } from "../conformance/testing/granted.ts";
import { protectedDatabase } from "../conformance/testing/protected-database.ts";

/** Starts one PostgreSQL for all files of a run. Its database, migrated, protected and granted, is the template that each file copies. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const made = await protectedDatabase({
    docker: [],
    settings: ["max_connections=300", "synchronous_commit=off", "full_page_writes=off"],
  });
  await grantTables(made);
  project.provide("postgres", { port: made.server.port, password: made.server.password });
  return () => made.server.stop();
}
