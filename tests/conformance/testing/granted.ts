import { readFileSync } from "node:fs";
import { z } from "zod";
import { prepareJobs } from "../../../app/backend/src/jobs/schema.ts";
import { publicFunctionsSql } from "../../../infra/database/function-access.ts";
import type { ProtectedDatabase } from "./protected-database.ts";

const privileges = z.record(z.string(), z.record(z.string(), z.array(z.string())));

/** As `DatabaseAccess` declares it. */
const functionDefaults =
  "ALTER DEFAULT PRIVILEGES FOR ROLE tovplay_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC";

/** Makes the job queue's tables, and lets each role do with each table and function what is declared, as a deployment does. */
export async function grantTables(made: Pick<ProtectedDatabase, "as" | "session">): Promise<void> {
  await made.as("postgres", publicFunctionsSql(), functionDefaults);
  const migrator = await made.session("tovplay_migrator");
  await prepareJobs(migrator, { info: () => undefined }).finally(() => migrator.end());
  const file = new URL("../../../app/backend/privileges.json", import.meta.url);
  const byRole = privileges.parse(JSON.parse(readFileSync(file, "utf8")));
  const grants = Object.entries(byRole).flatMap(([role, tables]) =>
    Object.entries(tables).map(([table, wanted]) => `GRANT ${wanted.join(", ")} ON "${table}" TO ${role}`),
  );
  await made.as("postgres", grants.join(";"));
}
