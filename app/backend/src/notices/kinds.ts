import type { Channel, Timing } from "./channels.ts";

/** What people choose by: few enough to decide about in one sitting. */
export const topics = [
  "requests",
  "answers",
  "sessions",
  "reminders",
  "friends",
  "safety",
  "account",
] as const;
export type Topic = (typeof topics)[number];

/** How a topic arrives for somebody who chose nothing. Discord and web push are silent until they are chosen. */
export const defaultTimings: Record<Topic, Record<Channel, Timing>> = {
  requests: { in_app: "at_once", email: "digest", discord: "never", web_push: "never" },
  answers: { in_app: "at_once", email: "digest", discord: "never", web_push: "never" },
  sessions: { in_app: "at_once", email: "at_once", discord: "never", web_push: "never" },
  reminders: { in_app: "at_once", email: "at_once", discord: "never", web_push: "never" },
  friends: { in_app: "at_once", email: "digest", discord: "never", web_push: "never" },
  safety: { in_app: "at_once", email: "at_once", discord: "never", web_push: "never" },
  account: { in_app: "at_once", email: "at_once", discord: "never", web_push: "never" },
};

/** Fields that a notice's details may have: ids and enums, never words that people typed. */
export interface Details {
  requestId?: string;
  sessionId?: string;
  gameId?: string;
  friendshipId?: string;
  reportId?: string;
  appealId?: string;
  trustedContactId?: string;
  /** Minutes from a reminder to the session's start. */
  minutes?: number;
  /** The channel that does not work. */
  channel?: Exclude<Channel, "in_app">;
}

/** A kind of notice. */
export interface Kind {
  topic: Topic;
  /** Fields of its details that it cannot do without. */
  needs: readonly (keyof Details)[];
  /** Whether it speaks of another person, whom `tell` has to name, so that blocks hold. */
  about: boolean;
  /** Without names, because it may be seen on a locked screen. */
  title: string;
  /** Placeholders: `{person}`, `{game}`, `{when}` (a session's or request's time), `{channel}`. */
  body: string;
  /** Page that it leads to; `{sessionId}` and the like are filled from the details. */
  page: string;
}

const request = { topic: "requests", needs: ["requestId"], page: "/requests/{requestId}" } as const;
const answer = { topic: "answers", needs: ["requestId"], page: "/requests/{requestId}" } as const;
const session = {
  topic: "sessions",
  needs: ["sessionId"],
  about: false,
  page: "/sessions/{sessionId}",
} as const;

/**
 * Every kind of notice with its words. One word for one thing, as on the pages and in mails: a *request* to play, a *session*, a
 * *friend*, a *report*, a *trusted contact*. A sentence says what happened, then what the person can do, and presses nobody.
 */
export const kinds = {
  request_received: {
    ...request,
    about: true,
    title: "You have a request to play.",
    body: "{person} asks you to play {game} on {when}. You can accept, decline or suggest another time. You can take your time.",
  },
  request_countered: {
    ...request,
    about: true,
    title: "Another time was suggested for your request.",
    body: "{person} suggests {when} for {game}. You can accept, decline or suggest another time.",
  },
  request_accepted: {
    ...answer,
    about: true,
    title: "Your request was accepted.",
    body: "{person} plays {game} with you on {when}. You can look at the session, change your mind or leave it.",
  },
  request_declined: {
    ...answer,
    about: true,
    title: "Your request was declined.",
    body: "This time it does not suit the other person. You need to do nothing.",
  },
  request_open_again: {
    ...answer,
    about: true,
    title: "Your request is open again.",
    body: "{person} took back the answer to your request to play {game}. You need to do nothing. We tell you the new answer.",
  },
  request_closed: {
    ...answer,
    about: false,
    title: "A request is closed.",
    body: "The request to play {game} is no longer open. You need to do nothing.",
  },
  session_planned: {
    ...session,
    title: "A session is planned.",
    body: "You play {game} on {when}. The session's page says how it starts and how to leave it.",
  },
  session_moved: {
    ...session,
    title: "A session has a new time.",
    body: "{game} is now on {when}. If that does not suit you, you can leave the session.",
  },
  session_time_recalculated: {
    ...session,
    title: "The clocks change differently from what we knew.",
    body: "Your session of {game} keeps its local time and is now on {when}. Please look whether that suits you.",
  },
  session_ended: {
    ...session,
    title: "A session will not take place.",
    body: "The session of {game} will not take place. You need to do nothing.",
  },
  session_changed: {
    ...session,
    title: "Who comes to a session has changed.",
    body: "The session of {game} on {when} takes place. Its page says who comes. You need to do nothing.",
  },
  session_on_again: {
    ...session,
    title: "A session takes place after all.",
    body: "The session of {game} takes place on {when}, as agreed. If it does not suit you any more, you can leave the session.",
  },
  session_paused: {
    ...session,
    title: "A session is paused.",
    body: "The session of {game} is paused. Nobody has to say why. It can go on at any time; after 15 minutes it ends by itself.",
  },
  session_resumed: {
    ...session,
    title: "A session goes on.",
    body: "The session of {game} goes on after the pause. You can pause it again, or leave it.",
  },
  session_pause_over: {
    ...session,
    title: "A session is over.",
    body: "The session of {game} ended after its pause. You need to do nothing.",
  },
  session_reminder: {
    ...session,
    topic: "reminders",
    needs: ["sessionId", "minutes"],
    title: "You have a session soon.",
    body: "You play {game} on {when}. If it does not suit you any more, you can leave the session.",
  },
  friend_asked: {
    topic: "friends",
    needs: ["friendshipId"],
    about: true,
    title: "Somebody would like to be your friend.",
    body: "{person} asks to be your friend on TovPlay. You can accept or decline. You can take your time.",
    page: "/friends",
  },
  friend_accepted: {
    topic: "friends",
    needs: ["friendshipId"],
    about: true,
    title: "You have a new friend.",
    body: "You and {person} are friends now. You can ask each other to play.",
    page: "/friends",
  },
  report_received: {
    topic: "safety",
    needs: ["reportId"],
    about: false,
    title: "We have your report.",
    body: "Thank you. A moderator will read your report. We tell you what comes of it.",
    page: "/reports/{reportId}",
  },
  report_decided: {
    topic: "safety",
    needs: ["reportId"],
    about: false,
    title: "Your report was decided.",
    body: "A moderator has decided about your report. You can read the decision, and ask another moderator to look again.",
    page: "/reports/{reportId}",
  },
  measure_taken: {
    topic: "safety",
    needs: ["reportId"],
    about: false,
    title: "A moderator has made a decision about your account.",
    body: "You can read the decision and its reason, and ask another moderator to look again.",
    page: "/decisions/{reportId}",
  },
  appeal_decided: {
    topic: "safety",
    needs: ["appealId"],
    about: false,
    title: "Your appeal was decided.",
    body: "Another moderator has looked at the decision again. You can read what came of it.",
    page: "/appeals/{appealId}",
  },
  trusted_contact_answered: {
    topic: "safety",
    needs: ["trustedContactId"],
    about: false,
    title: "Your trusted contact has answered.",
    body: "You can read the answer at your trusted contact.",
    page: "/trusted-contact",
  },
  password_changed: {
    topic: "account",
    needs: [],
    about: false,
    title: "Your password was changed.",
    body: "If this was you, you need to do nothing. If not, set a new password now and end your other sign-ins.",
    page: "/account",
  },
  signed_in: {
    topic: "account",
    needs: [],
    about: false,
    title: "Somebody signed in to your account.",
    body: "There is a new sign-in to your account. If this was not you, end it and set a new password.",
    page: "/account",
  },
  export_ready: {
    topic: "account",
    needs: [],
    about: false,
    title: "Your data is ready.",
    body: "The copy of your data is ready to be downloaded.",
    page: "/account",
  },
  channel_fails: {
    topic: "account",
    needs: ["channel"],
    about: false,
    title: "We could not reach you.",
    body: "We could not send you a notice by {channel}. It is here instead. You can check your settings for notices.",
    page: "/settings/notices",
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;

/** A kind by its name; undefined for one that this release does not know, as from a newer one beside it. */
export function kindOf(name: string): Kind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name as KindName] : undefined;
}
