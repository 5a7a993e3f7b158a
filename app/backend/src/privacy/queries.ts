import type { Database } from "../database/database.ts";

/** The encrypted key of an account; its `sealedKey` is null once it was destroyed. */
export function findAccountKey(database: Database, userId: string) {
  return database.selectFrom("AccountKey").select("sealed_key as sealedKey").where("user_id", "=", userId);
}

/** Keeps the key of an account that has none yet. */
export function insertAccountKey(database: Database, key: { userId: string; sealedKey: Buffer }) {
  return database
    .insertInto("AccountKey")
    .values({ user_id: key.userId, sealed_key: key.sealedKey })
    .onConflict((conflict) => conflict.column("user_id").doNothing());
}
