/** Commands that cannot be taken back by an undo, each with its reason. A page says so before, where it matters. */
export const undoExceptions: Readonly<Record<string, string>> = {
  undoChange: "an undo is itself the way back",
  acceptGameRequest: "the way back is to leave the session, at any time and without a reason",
  counterGameRequest: "the way back is to cancel the counter-proposal",
  pauseSession: "the way back is to resume",
  resumeSession: "the way back is to pause again",
  createCalendarLink: "the way back is to revoke the link",
  revokeCalendarLink: "the key of the old link is not kept; a new link can be made",
};
