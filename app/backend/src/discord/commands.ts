import type { Database } from "../database/database.ts";
import { listNotices } from "../notices/list.ts";
import { knownZone } from "../notices/preferences.ts";
import { findZone } from "../notices/setting-queries.ts";
import { momentIn } from "../notices/words.ts";
import { plain } from "./outlet.ts";
import { listNextSessions } from "./queries.ts";

/** What a command is done for. */
export interface Asked {
  database: Database;
  /** The account that the person has linked. */
  userId: string;
  publicUrl: string;
}

/** A slash command. */
interface Command {
  description: string;
  answer: (asked: Asked) => Promise<string>;
}

const page = (publicUrl: string, path: string) => new URL(path, publicUrl).href;

/**
 * What people can ask on Discord. Commands only read, and only what is the person's own: everything else is done on the page, where
 * it can be looked at in peace before it counts.
 */
export const commands: Readonly<Record<string, Command>> = {
  next: {
    description: "Your next sessions, with day, time and zone",
    answer: async ({ database, userId, publicUrl }) => {
      const zone = knownZone((await findZone(database, userId).executeTakeFirst())?.time_zone);
      const sessions = await listNextSessions(database, userId).execute();
      if (sessions.length === 0)
        return `You have no session. You need to do nothing.\n${page(publicUrl, "/sessions")}`;
      const lines = sessions.map(({ id, game, startsAt }) => {
        return `${plain(game)} on ${momentIn(startsAt, zone)}\n${page(publicUrl, `/sessions/${id}`)}`;
      });
      return lines.join("\n");
    },
  },
  notices: {
    description: "Your newest notices",
    answer: async ({ database, userId, publicUrl }) => {
      const notices = await listNotices(database, userId, { limit: 5 });
      const unread = notices.filter(({ readAt }) => readAt === null);
      if (unread.length === 0) return `There is nothing new.\n${page(publicUrl, "/notices")}`;
      return unread.map(({ body, page: path }) => `${plain(body)}\n${page(publicUrl, path)}`).join("\n");
    },
  },
  help: {
    description: "What you can ask here",
    answer: async ({ publicUrl }) =>
      [
        ...Object.entries(commands).map(([name, { description }]) => `/${name}: ${description}`),
        `Only you see the answers. Everything else is on the page: ${publicUrl}`,
      ].join("\n"),
  },
};

/** The commands as Discord is told of them, all at once. */
export function commandList(): object[] {
  return Object.entries(commands).map(([name, { description }]) => ({
    name,
    description,
    type: 1,
    // In servers and in the conversation with the bot.
    contexts: [0, 1],
    integration_types: [0],
  }));
}

/** What somebody is told who has not linked an account, or whose account is not in use: the same to both. */
export function notLinked(publicUrl: string): string {
  return `Link your account first: ${page(publicUrl, "/account")}`;
}
