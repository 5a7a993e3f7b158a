import type { Generated } from "kysely";
import type { CreatedAt } from "./columns.ts";

/** What people are told. */
export interface NoticeTables {
  UserNotifications: UserNotificationsTable;
}

interface UserNotificationsTable {
  id: Generated<string>;
  user_id: string;
  kind: string;
  /** JSON text. */
  details: Generated<string>;
  channel: Generated<"in_app" | "email" | "discord">;
  created_at: CreatedAt;
  sent_at: Date | null;
  read_at: Date | null;
}
