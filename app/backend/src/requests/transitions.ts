import type { GameRequestStatus } from "../database/tables/playing.ts";

/** Who may do something to a request. `clock` is the passing of time; `safety` is a block or an erased account,
 * `session` the session's being called off. */
export const requestActors = ["sender", "recipient", "clock", "safety", "session"] as const;
export type RequestActor = (typeof requestActors)[number];

/** What may happen to a request. */
export const requestEvents = [
  "accept",
  "decline",
  "counter",
  "cancel",
  "expire",
  "part",
  "close",
  "undo",
] as const;
export type RequestEvent = (typeof requestEvents)[number];

export const requestStates = [
  "pending",
  "accepted",
  "declined",
  "countered",
  "cancelled",
  "expired",
] as const satisfies readonly GameRequestStatus[];

/** What follows for the two people; `own-effects.ts` does it. */
export type OwnEffect =
  /** The two people may be asked again at once, after a cool-down, or after the usual pause: safety decides. */
  | "question_yes"
  | "question_no"
  | "question_withdrawn"
  | "question_expired"
  | "question_reopened"
  | "tell_sender_yes"
  | "tell_sender_no"
  | "tell_sender_over"
  | "tell_recipient_over"
  | "tell_sender_taken_back";

/** All that follows from a change of state; `effects.ts` does it, in this order and in the same transaction. */
export type RequestEffect =
  | OwnEffect
  /** What happens to the recipient's place in the proposed session. */
  | "take_place"
  | "give_up_place"
  | "ask_again"
  /** Schedules the session when enough people have agreed; calls it off when there cannot be enough any more. */
  | "settle_session";

/** One row of the table of transitions. */
export interface RequestTransition {
  from: GameRequestStatus;
  by: RequestActor;
  on: RequestEvent;
  to: GameRequestStatus;
  effects: readonly RequestEffect[];
}

/** What follows when a session is called off: it has released the places itself. */
export const closing = ["question_withdrawn", "tell_recipient_over"] as const satisfies readonly OwnEffect[];

/** Everything that can happen to a request. What is not in here is refused. */
export const requestTransitions: readonly RequestTransition[] = [
  {
    from: "pending",
    by: "recipient",
    on: "accept",
    to: "accepted",
    effects: ["question_yes", "take_place", "settle_session", "tell_sender_yes"],
  },
  {
    from: "pending",
    by: "recipient",
    on: "decline",
    to: "declined",
    effects: ["question_no", "give_up_place", "settle_session", "tell_sender_no"],
  },
  // The new request is the answer: its own notice tells the sender.
  {
    from: "pending",
    by: "recipient",
    on: "counter",
    to: "countered",
    effects: ["question_withdrawn", "give_up_place", "settle_session"],
  },
  {
    from: "pending",
    by: "sender",
    on: "cancel",
    to: "cancelled",
    effects: ["question_withdrawn", "give_up_place", "settle_session", "tell_recipient_over"],
  },
  {
    from: "pending",
    by: "clock",
    on: "expire",
    to: "expired",
    effects: [
      "question_expired",
      "give_up_place",
      "settle_session",
      "tell_sender_over",
      "tell_recipient_over",
    ],
  },
  // Told to nobody: anyone who is blocked sees what they would see if the other did not exist.
  {
    from: "pending",
    by: "safety",
    on: "part",
    to: "cancelled",
    effects: ["question_withdrawn", "give_up_place", "settle_session"],
  },
  { from: "pending", by: "session", on: "close", to: "cancelled", effects: closing },
  {
    from: "declined",
    by: "recipient",
    on: "undo",
    to: "pending",
    effects: ["question_reopened", "ask_again", "tell_sender_taken_back"],
  },
  { from: "cancelled", by: "sender", on: "undo", to: "pending", effects: ["question_reopened", "ask_again"] },
];

/** The transition that an event is for somebody; undefined when it is refused. */
export function requestTransition(
  from: GameRequestStatus,
  by: RequestActor,
  on: RequestEvent,
): RequestTransition | undefined {
  return requestTransitions.find((row) => row.from === from && row.by === by && row.on === on);
}
