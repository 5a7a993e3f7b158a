import type { SessionStatus } from "../database/tables/playing.ts";

/** The one sentence for a session that is over for somebody, before it took place: whatever the reason was, and no matter who it was. */
export const doesNotTakePlace = "The session does not take place. You need to do nothing.";

const sentences: Readonly<Record<SessionStatus, string>> = {
  proposed: "The session is proposed. It takes place when enough people have agreed.",
  scheduled: "The session takes place as agreed.",
  paused: "The session is paused. Nobody has to say why. After 15 minutes it ends by itself.",
  completed: "The session is over.",
  cancelled: doesNotTakePlace,
};

/** What a session's state means for somebody in it. */
export function sentenceFor(status: SessionStatus): string {
  return sentences[status];
}
