import { type Identity, identitySql } from "@tovplay/runtime/identity";
import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** Which database answers, as it says itself. */
export async function readIdentity(database: Database): Promise<Identity> {
  const { rows } = await sql.raw<Identity>(identitySql).execute(database);
  const [identity] = rows;
  if (!identity) throw new Error("the database did not say who it is");
  return identity;
}
