import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import type { Message } from "./outlet.ts";
import { findProvenAddress } from "./setting-queries.ts";

/** A mail for the outbox. */
export interface NoticeMail {
  key: string;
  to: string;
  userId: string;
  details: { subject: string; text: string; userId: string; ids: readonly string[] };
  /** Seconds after which it would come too late. */
  useful: number;
}

/** Writes a mail into the outbox, in the given transaction. */
export type PostMail = (tx: Database, mail: NoticeMail) => Promise<void>;

/** Seconds for which a mail server may be away without a notice being lost. */
const longest = 2 * 86_400;

/** Hands messages to the outbox, which sends each once. Nobody gets mail at an address that is not proven to be theirs. */
export function mailNotices(post: PostMail, clock: () => Temporal.Instant) {
  return async (tx: Database, userId: string, message: Message): Promise<"sent" | "no_address"> => {
    const found = await findProvenAddress(tx, userId).executeTakeFirst();
    if (!found) return "no_address";
    const left = message.until ? (message.until.getTime() - clock().epochMilliseconds) / 1_000 : longest;
    await post(tx, {
      key: `notice:${message.id}:${message.attempt}`,
      to: found.email,
      userId,
      details: { subject: message.title, text: textOf(message), userId, ids: message.ids },
      useful: Math.max(1, Math.min(longest, Math.floor(left))),
    });
    return "sent";
  };
}

/** The words of a mail, with the way out. */
export function textOf({ body, url }: Message): string {
  const settings = new URL("/settings/notices", url).href;
  return `${body}\n\nThe page: ${url}\n\nYou choose which notices come by e-mail, and when: ${settings}`;
}
