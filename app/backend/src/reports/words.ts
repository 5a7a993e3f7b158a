import type { Outcome, ReportStatus } from "../database/tables/safety.ts";
import type { State } from "./categories.ts";

/** What the reporter is told, in words. What exactly happens to somebody else's account is between them and the moderators. */
export const outcomeForReporter: Record<Outcome, string> = {
  nothing_found:
    "A moderator has read your report and found no broken rule this time. It was right to tell us. You can block the person, or ask another moderator to look again.",
  warned:
    "A moderator has read your report, found that a rule was broken, and has told the person so. Thank you for telling us.",
  suspended:
    "A moderator has read your report, found that a rule was broken, and has acted on it. Thank you for telling us.",
  ended:
    "A moderator has read your report, found that a rule was broken, and has acted on it. Thank you for telling us.",
};

/** What the person is told whom a decision is about. Who reported is never said. */
export const outcomeForSubject: Record<Outcome, string> = {
  nothing_found: "A moderator has looked at this and found no broken rule. Your account is as it was.",
  warned: "A moderator found that a rule was broken. This is a warning: your account stays as it is.",
  suspended: "A moderator found that a rule was broken. Your account is paused for a time.",
  ended: "A moderator found that a rule was badly broken. Your account is closed.",
};

/** The state of a report as its reporter sees it. Who works on it is not theirs to know. */
export const stateForReporter: Record<ReportStatus, State> = {
  received: "received",
  assigned: "being_read",
  decided: "decided",
  appealed: "being_read_again",
  closed: "decided",
};
