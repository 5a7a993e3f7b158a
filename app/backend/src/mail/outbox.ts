import type { Database } from "../database/database.ts";
import type { Vault } from "../privacy/vault.ts";
import type { MailDetails, MailKind } from "./letters.ts";
import { insertMail } from "./queries.ts";

/** A mail to write into the outbox. */
export interface NewMail<Kind extends MailKind = MailKind> {
  /** What causes it: the same key is written once, however often its job runs. */
  key: string;
  kind: Kind;
  to: string;
  /** Whose account it is about; null when there is none, or when that must not be looked up yet. */
  userId: string | null;
  details: MailDetails[Kind];
  /** Seconds after which it would come too late. Default: a day. */
  useful?: number;
}

/** What is encrypted in a row of the outbox. */
export interface MailContents {
  to: string;
  details: object;
}

const day = 86_400;

/**
 * Writes a mail in the transaction of the change that causes it: it is sent if that commits, and only then. A mail server that is down or
 * slow holds up nobody.
 */
export async function post<Kind extends MailKind>(
  database: Database,
  vault: Vault,
  { key, kind, to, userId, details, useful = day }: NewMail<Kind>,
): Promise<void> {
  const contents = JSON.stringify({ to, details } satisfies MailContents);
  const sealed = vault.sealForSite("mail", contents);
  await insertMail(database, { key, kind, userId, sealed, useful }).execute();
}
