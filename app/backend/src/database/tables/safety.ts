import type { Generated } from "kysely";
import type { MomentByDefault } from "./columns.ts";

/** Who has to do with whom. */
export interface SafetyTables {
  UserFriends: UserFriendsTable;
}

interface UserFriendsTable {
  id: Generated<string>;
  user_id: string;
  friend_id: string;
  status: Generated<"pending" | "accepted" | "declined" | "ended">;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}
