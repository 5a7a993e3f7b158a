/**
 * One word for each thing, in mails, notices, Discord and on pages. The first is ours; the others confuse people who meet both.
 */
export const glossary: readonly { use: string; avoid: readonly string[] }[] = [
  { use: "sign in", avoid: ["log in", "login", "log on", "logon"] },
  { use: "sign out", avoid: ["log out", "logout", "log off"] },
  { use: "sign up", avoid: ["register", "enrol"] },
  { use: "user name", avoid: ["nickname", "nick", "handle", "screen name"] },
  { use: "e-mail address", avoid: ["email"] },
  { use: "account", avoid: ["membership"] },
  { use: "delete", avoid: ["purge", "terminate", "wipe"] },
  { use: "session", avoid: ["meetup", "event", "match"] },
  { use: "request", avoid: ["proposal", "application", "ping"] },
  { use: "block", avoid: ["ban", "blacklist", "mute"] },
  { use: "report", avoid: ["ticket", "flag"] },
  { use: "trusted contact", avoid: ["guardian", "carer", "buddy"] },
  { use: "quiet hours", avoid: ["do not disturb", "DND", "snooze"] },
  { use: "free time", avoid: ["availability slot", "time slot"] },
];

/** Words that press, alarm, or say nothing. */
export const unwelcome: readonly string[] = [
  "click here",
  "oops",
  "hurry",
  "urgent",
  "immediately",
  "act now",
  "last chance",
  "don't miss",
  "invalid",
  "failed",
  "error",
  "please note",
  "simply",
  "just",
];
