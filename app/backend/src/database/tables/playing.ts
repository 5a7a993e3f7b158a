import type { Generated } from "kysely";
import type { MomentByDefault } from "./columns.ts";

/** Profiles, games, and plans to play. */
export interface PlayingTables {
  UserProfile: UserProfileTable;
  Game: GameTable;
  GameRequest: GameRequestTable;
  ScheduledSession: ScheduledSessionTable;
  UserGamePreference: UserGamePreferenceTable;
  UserAvailability: UserAvailabilityTable;
}

interface UserProfileTable {
  user_id: string;
  display_name: string;
  about: Generated<string>;
  time_zone: Generated<string>;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface GameTable {
  id: Generated<string>;
  name: string;
  description: Generated<string>;
  min_players: Generated<number>;
  max_players: number;
  created_at: MomentByDefault;
}

/** State of a game request. */
export type GameRequestStatus = "pending" | "accepted" | "declined" | "cancelled";

interface GameRequestTable {
  id: Generated<string>;
  sender_id: string;
  recipient_id: string;
  game_id: string;
  proposed_for: Date;
  status: Generated<GameRequestStatus>;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface ScheduledSessionTable {
  id: Generated<string>;
  game_request_id: string;
  game_id: string;
  host_id: string;
  guest_id: string;
  starts_at: Date;
  ends_at: Date;
  status: Generated<"scheduled" | "completed" | "cancelled">;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface UserGamePreferenceTable {
  id: Generated<string>;
  user_id: string;
  game_id: string;
  liking: Generated<"favourite" | "likes" | "not_for_me">;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface UserAvailabilityTable {
  id: Generated<string>;
  user_id: string;
  /** 1 is Monday. */
  weekday: number;
  /** Time of day as `HH:MM:SS`, in the time zone of the profile. */
  starts_at: string;
  ends_at: string;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}
