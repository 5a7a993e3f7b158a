import type { ColumnType, Generated } from "kysely";
import type { MomentByDefault } from "./columns.ts";

/** Empty until something happened. */
type Moment = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** Not given means empty. */
type Optional<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>;

/** Profiles, games, availability, requests and sessions; `migrations/0010_playing.sql` defines them. */
export interface PlayingTables {
  UserProfile: UserProfileTable;
  Game: GameTable;
  UserGamePreference: UserGamePreferenceTable;
  UserWeek: UserWeekTable;
  UserAvailability: UserAvailabilityTable;
  AvailabilityException: AvailabilityExceptionTable;
  GameRequest: GameRequestTable;
  ScheduledSession: ScheduledSessionTable;
  SessionPerson: SessionPersonTable;
  UndoableChange: UndoableChangeTable;
  CalendarLink: CalendarLinkTable;
  ZoneData: ZoneDataTable;
}

/** To whom a field of a profile is shown; anyone who is an acquaintance's friend is nobody here. */
export type ShownTo = "nobody" | "friends" | "acquaintances";
/** When somebody wants to be reminded of a session. */
export type Reminder = "day_before" | "hour_before" | "ten_minutes_before";

interface UserProfileTable {
  user_id: string;
  display_name: string;
  about: Generated<string>;
  /** IANA name. */
  time_zone: Generated<string>;
  about_shown_to: Generated<ShownTo>;
  time_zone_shown_to: Generated<ShownTo>;
  games_shown_to: Generated<ShownTo>;
  availability_shown_to: Generated<ShownTo>;
  communication_shown_to: Generated<ShownTo>;
  sensory_shown_to: Generated<ShownTo>;
  communication_sealed: Optional<Buffer>;
  sensory_sealed: Optional<Buffer>;
  suggestions: Generated<boolean>;
  reminders: Generated<Reminder[]>;
  version: Generated<number>;
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

/** On what a game is played. */
export type Platform = "pc" | "playstation" | "xbox" | "switch" | "mobile" | "browser";
/** How much somebody likes a game. */
export type Liking = "favourite" | "likes" | "not_for_me";

interface UserGamePreferenceTable {
  id: Generated<string>;
  user_id: string;
  game_id: string;
  liking: Generated<Liking>;
  platform: Optional<Platform>;
  removed_at: Moment;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface UserWeekTable {
  user_id: string;
  /** IANA name of the zone in which the hours of the week are meant. */
  time_zone: string;
  version: Generated<number>;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface UserAvailabilityTable {
  id: Generated<string>;
  user_id: string;
  /** 1 is Monday. */
  weekday: number;
  /** Time of day as `HH:MM:SS`, in the zone of the week. */
  starts_at: string;
  ends_at: string;
  /** The same as a range of the week's minutes; null for a row from before that overlapped another one. */
  minutes_of_week: Optional<string>;
  removed_at: Moment;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface AvailabilityExceptionTable {
  id: Generated<string>;
  user_id: string;
  /** Date as `YYYY-MM-DD`, in the zone of the week; `pg` would make an instant of it, so it is selected as text. */
  on_date: string;
  kind: "free" | "busy";
  starts_at: string;
  ends_at: string;
  created_at: MomentByDefault;
  removed_at: Moment;
}

/** State of a game request. */
export type GameRequestStatus = "pending" | "accepted" | "declined" | "countered" | "cancelled" | "expired";

interface GameRequestTable {
  id: Generated<string>;
  sender_id: string;
  recipient_id: string;
  game_id: string;
  /** The session's start; `starts_local` and `time_zone` of the session say what was agreed. */
  proposed_for: Date;
  status: Generated<GameRequestStatus>;
  session_id: Optional<string>;
  counters_id: Optional<string>;
  expires_at: Moment;
  answered_at: Moment;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

/** State of a session. */
export type SessionStatus = "proposed" | "scheduled" | "paused" | "completed" | "cancelled";

interface ScheduledSessionTable {
  id: Generated<string>;
  /** The first request, for sessions from before there were scripts. */
  game_request_id: Optional<string>;
  game_id: string;
  host_id: string;
  guest_id: Optional<string>;
  starts_at: Date;
  ends_at: Date;
  status: Generated<SessionStatus>;
  /** Date and time without zone. `pg` would make an instant of it, so it is selected as text. */
  starts_local: Optional<string>;
  time_zone: Optional<string>;
  fold: Generated<"only" | "earlier" | "later">;
  zone_data: Generated<string>;
  minutes: Optional<number>;
  platform: Optional<Platform>;
  talk: Optional<Talk>;
  start_how: Optional<StartHow>;
  if_late: Optional<IfLate>;
  leave_how: Optional<LeaveHow>;
  fewest_people: Generated<number>;
  /** 0 for a session from before there were scripts. */
  script_version: Generated<number>;
  calendar_sequence: Generated<number>;
  paused_at: Moment;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

/** How people talk to each other in a session. */
export type Talk = "text" | "voice" | "text_or_voice";
/** How a session starts. */
export type StartHow = "host_invites_in_game" | "host_opens_a_room" | "everyone_opens_the_game";
/** What happens if somebody is late. */
export type IfLate = "wait_ten_minutes" | "wait_twenty_minutes" | "start_without_them" | "call_it_off";
/** How somebody leaves; everybody may, at any time and without a reason. */
export type LeaveHow = "press_leave" | "write_bye_then_leave";

/** State of a person's place in a session. */
export type PlaceState = "asked" | "going" | "declined" | "left" | "called_off";

interface SessionPersonTable {
  session_id: string;
  user_id: string;
  is_host: Generated<boolean>;
  state: PlaceState;
  agreed_version: Optional<number>;
  agreed_at: Moment;
  /** The session's span as a `tstzrange`. */
  during: string;
  /** Asked for, and shown to nobody but the host. */
  withheld: Generated<boolean>;
  clashes: Generated<boolean>;
  attendance: Generated<"not_said" | "there" | "not_there">;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface UndoableChangeTable {
  id: Generated<string>;
  user_id: string;
  command: string;
  subject_id: string;
  before_sealed: Optional<Buffer>;
  created_at: MomentByDefault;
  expires_at: Date;
  undone_at: Moment;
}

interface CalendarLinkTable {
  id: Generated<string>;
  user_id: string;
  key_hash: Buffer;
  created_at: MomentByDefault;
  revoked_at: Moment;
}

interface ZoneDataTable {
  id: Generated<number>;
  version: string;
  checked_at: MomentByDefault;
}
