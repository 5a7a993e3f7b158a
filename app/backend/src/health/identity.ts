import { type Identity, identitySql } from "@tovplay/runtime/identity";
import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** The identity that the database reports. */
export async function readIdentity(database: Database): Promise<Identity> {
  const { rows } = await sql.raw<Identity>(identitySql).execute(database);
  const [identity] = rows;
  if (!identity) throw new Error("the database did not report its identity");
  return identity;
}
