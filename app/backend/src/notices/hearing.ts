import type { Database } from "../database/database.ts";

/** Whether somebody may be told of another person. */
export async function mayHearOf(_database: Database, _userId: string, _otherId: string): Promise<boolean> {
  return true;
}
