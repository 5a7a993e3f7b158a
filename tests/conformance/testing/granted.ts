import { readFileSync } from "node:fs";
import { z } from "zod";
import { prepareJobs } from "../../../app/backend/src/jobs/schema.ts";
import { publicFunctionsSql } from "../../../infra/database/function-access.ts";
import type { ProtectedDatabase } from "./protected-database.ts";

const privileges = z.record(z.string(), z.record(z.string(), z.array(z.string())));

/** As `DatabaseAccess` declares it. */
const functionDefaults =
  "ALTER DEFAULT PRIVILEGES FOR ROLE tovplay_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC";

const file = new URL("../../../app/backend/privileges.json", import.meta.url);

/** What each role may do with each table, as declared. */
export const tablePrivileges = privileges.parse(JSON.parse(readFileSync(file, "utf8")));

/** SQL that grants what is declared. */
export function tableGrantsSql(): string {
  return Object.entries(tablePrivileges)
    .flatMap(([role, tables]) =>
      Object.entries(tables).map(([table, wanted]) => `GRANT ${wanted.join(", ")} ON "${table}" TO ${role};`),
    )
    .join("\n");
}

/** Makes the job queue's tables, and lets each role do with each table and function what is declared, as a deployment does. */
export async function grantTables(made: Pick<ProtectedDatabase, "as" | "session">): Promise<void> {
  await made.as("postgres", publicFunctionsSql(), functionDefaults);
  const migrator = await made.session("tovplay_migrator");
  await prepareJobs(migrator, { info: () => undefined }).finally(() => migrator.end());
  await made.as("postgres", tableGrantsSql());
}
