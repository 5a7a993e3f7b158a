import type { Database } from "../database/database.ts";

/** Moderation counts as working from now on, for a test of first contact. @param admin the database as its superuser */
export async function moderated(admin: Database): Promise<void> {
  await admin
    .updateTable("ModerationStatus")
    .set({ open: true, checked_at: new Date(Date.now() + 86_400_000) })
    .execute();
}

/** Moderation counts as down from now on. */
export async function unmoderated(admin: Database): Promise<void> {
  await admin
    .updateTable("ModerationStatus")
    .set({ checked_at: new Date(0) })
    .execute();
}
