import { jobId } from "../jobs/queue.ts";
import type { Message } from "./outlet.ts";
import type { ShownNotice } from "./shown.ts";
import { wordsOf } from "./words.ts";

/** A message with the notices that it brings. */
export interface Parcel {
  message: Message;
  notices: ShownNotice[];
  ids: string[];
}

/** The messages that bring these notices: one for all of the digest, one for each of the others. */
export function messagesOf(due: readonly ShownNotice[], zone: string, publicUrl: string): Parcel[] {
  const gathered = due.filter(({ digest }) => digest);
  const groups = [
    ...(gathered.length > 0 ? [gathered] : []),
    ...due.filter(({ digest }) => !digest).map((one) => [one]),
  ];
  return groups.map((notices) => {
    const ids = notices.map(({ id }) => id);
    return { notices, ids, message: messageOf(notices, ids, { zone, publicUrl }) };
  });
}

function messageOf(
  notices: readonly ShownNotice[],
  ids: readonly string[],
  { zone, publicUrl }: { zone: string; publicUrl: string },
): Message {
  const words = notices.map((notice) => wordsOf(notice, zone));
  const address = (page: string) => new URL(page, publicUrl).href;
  const [only] = words;
  const until = notices.map(({ useful_until }) => useful_until?.getTime() ?? Number.POSITIVE_INFINITY);
  const last = Math.max(...until);
  const base = {
    id: jobId("message", ids.join(" ")),
    ids,
    attempt: Math.max(0, ...notices.map(({ attempts }) => attempts)),
    until: Number.isFinite(last) ? new Date(last) : null,
  };
  if (only && words.length === 1)
    return { ...base, title: only.title, body: only.body, url: address(only.page) };
  return {
    ...base,
    title: `There are ${words.length} notices for you.`,
    body: words.map(({ body, page }) => `${body}\n${address(page)}`).join("\n\n"),
    url: address("/notices"),
  };
}
