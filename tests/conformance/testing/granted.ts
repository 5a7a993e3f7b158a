import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ProtectedDatabase } from "./protected-database.ts";

const privileges = z.record(z.string(), z.record(z.string(), z.array(z.string())));

/** Lets each role do with each table what is declared, as a deployment does. */
export async function grantTables(made: Pick<ProtectedDatabase, "as">): Promise<void> {
  const file = new URL("../../../app/backend/privileges.json", import.meta.url);
  const byRole = privileges.parse(JSON.parse(readFileSync(file, "utf8")));
  const grants = Object.entries(byRole).flatMap(([role, tables]) =>
    Object.entries(tables).map(([table, wanted]) => `GRANT ${wanted.join(", ")} ON "${table}" TO ${role}`),
  );
  await made.as("postgres", grants.join(";"));
}
