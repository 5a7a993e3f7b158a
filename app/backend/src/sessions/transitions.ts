import type { SessionStatus } from "../database/tables/playing.ts";

/** Who may do something to a session. `people` follows from how many agreed or left; `clock` is the passing of time. */
export const sessionActors = ["host", "guest", "people", "clock"] as const;
export type SessionActor = (typeof sessionActors)[number];

/** What may happen to a session. */
export const sessionEvents = [
  "enough",
  "too_few",
  "call_off",
  "pause",
  "resume",
  "pause_over",
  "end",
  "ask_again",
  "undo",
] as const;
export type SessionEvent = (typeof sessionEvents)[number];

export const sessionStates = [
  "proposed",
  "scheduled",
  "paused",
  "completed",
  "cancelled",
] as const satisfies readonly SessionStatus[];

/** What follows from a change of state; `effects.ts` does it, in this order and in the same transaction. */
export type SessionEffect =
  | "remind"
  | "time_end"
  | "tell_scheduled"
  /** Requests that are still open end with the session. */
  | "end_requests"
  | "release_places"
  | "tell_off"
  | "time_pause"
  | "tell_paused"
  | "tell_resumed"
  | "tell_pause_over"
  | "restore_places"
  | "ask_again_for_places"
  | "tell_on_again";

/** One row of the table of transitions. */
export interface SessionTransition {
  from: SessionStatus;
  by: SessionActor;
  on: SessionEvent;
  to: SessionStatus;
  effects: readonly SessionEffect[];
}

const off = { to: "cancelled", effects: ["end_requests", "tell_off", "release_places"] } as const;
const paused = { on: "pause", to: "paused", effects: ["time_pause", "tell_paused"] } as const;
const resumed = { on: "resume", to: "scheduled", effects: ["tell_resumed"] } as const;

/** Everything that can happen to a session. What is not in here is refused. */
export const sessionTransitions: readonly SessionTransition[] = [
  {
    from: "proposed",
    by: "people",
    on: "enough",
    to: "scheduled",
    effects: ["tell_scheduled", "remind", "time_end"],
  },
  { from: "proposed", by: "people", on: "too_few", ...off },
  { from: "scheduled", by: "people", on: "too_few", ...off },
  { from: "paused", by: "people", on: "too_few", ...off },
  { from: "proposed", by: "host", on: "call_off", ...off },
  { from: "scheduled", by: "host", on: "call_off", ...off },
  { from: "paused", by: "host", on: "call_off", ...off },
  { from: "scheduled", by: "host", ...paused },
  { from: "scheduled", by: "guest", ...paused },
  { from: "paused", by: "host", ...resumed },
  { from: "paused", by: "guest", ...resumed },
  { from: "paused", by: "clock", on: "pause_over", to: "completed", effects: ["tell_pause_over"] },
  { from: "scheduled", by: "clock", on: "end", to: "completed", effects: [] },
  { from: "paused", by: "clock", on: "end", to: "completed", effects: [] },
  // A declined or cancelled request of two people that is open again.
  { from: "cancelled", by: "people", on: "ask_again", to: "proposed", effects: ["ask_again_for_places"] },
  {
    from: "cancelled",
    by: "host",
    on: "undo",
    to: "scheduled",
    effects: ["restore_places", "tell_on_again", "remind", "time_end"],
  },
  {
    from: "cancelled",
    by: "guest",
    on: "undo",
    to: "scheduled",
    effects: ["restore_places", "tell_on_again", "remind", "time_end"],
  },
];

/** The transition that an event is for somebody; undefined when it is refused. */
export function sessionTransition(
  from: SessionStatus,
  by: SessionActor,
  on: SessionEvent,
): SessionTransition | undefined {
  return sessionTransitions.find((row) => row.from === from && row.by === by && row.on === on);
}
