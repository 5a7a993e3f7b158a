import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Database } from "../database/database.ts";
import type { MailContents } from "../mail/outbox.ts";
import type { Prepared } from "../mail/post-office.ts";
import { sift } from "./due.ts";
import { textOf } from "./mail.ts";
import { messagesOf } from "./message.ts";
import { lockPreferences } from "./preferences.ts";
import { markSent, markUnsent } from "./queries.ts";

const noticeContents = z.object({ userId: z.uuid(), ids: z.array(z.uuid()).min(1), text: z.string() });

/**
 * What a mail with notices says at the moment at which it is sent, which may be long after it was written when the mail server was away: nobody
 * who was blocked meanwhile is spoken of, and what falls into quiet hours waits for their end. Null when nothing is left.
 */
export async function prepareNotice(
  database: Database,
  { to, details }: MailContents,
): Promise<Prepared | null> {
  const { userId, ids, text } = noticeContents.parse(details);
  // The pages' address is that of the mail as it was written.
  const publicUrl = new URL(/https?:\/\/\S+/.exec(text)?.[0] ?? "http://localhost").origin;
  return database.transaction().execute(async (tx) => {
    const now = Temporal.Now.instant();
    const preferences = await lockPreferences(tx, userId);
    await markUnsent(tx, ids).execute();
    const left = await sift(tx, { userId, channel: "email", ids }, preferences, now);
    if (left.length === 0) return null;
    await markSent(
      tx,
      left.map(({ id }) => id),
    ).execute();
    const [parcel] = messagesOf(left, preferences.zone, publicUrl);
    return parcel
      ? { kind: "notice", to, details: { subject: parcel.message.title, text: textOf(parcel.message) } }
      : null;
  });
}
