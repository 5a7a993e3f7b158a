import type { Committed, Unit } from "../api/unit.ts";
import type { DatabaseTransaction } from "../database/database.ts";
import type { RouteContext } from "../routes/route-context.ts";
import { newToken, tokenHash } from "./token.ts";

/** A link for a mail. */
export interface Link {
  token: string;
  tokenHash: Buffer;
  until: Date;
}

/** Attempts of one client to get a mailed link, or to use one. */
export const linkLimit = { by: "address", most: 10, seconds: 600 } as const;

/** Mails that one address gets at most, no matter who asks for them. */
const mailsPerAddress = { most: 6, seconds: 86_400 };

/** A new link that works for some seconds. */
export function newLink(seconds: number): Link {
  const token = newToken();
  return { token, tokenHash: tokenHash(token), until: new Date(Date.now() + seconds * 1000) };
}

/**
 * Answers the same whatever an address is: the mail says what was found, and only who reads it learns that. An address that got many mails gets
 * no more for a while; the answer does not say so either.
 * @param work writes the mail, and returns an id for the audit log
 */
export async function askByMail(
  { commit, context }: Pick<Unit, "commit"> & { context: RouteContext },
  { email, seconds }: { email: string; seconds: number },
  work: (transaction: DatabaseTransaction, link: Link, mayWrite: boolean) => Promise<string>,
): Promise<Committed<{ until: string }>> {
  const link = newLink(seconds);
  const wait = await context.throttle.spend(`mail to ${email.toLowerCase()}`, mailsPerAddress);
  return commit(async (transaction) => {
    const id = await work(transaction, link, wait === null);
    return { id, answer: { until: link.until.toISOString() } };
  });
}
