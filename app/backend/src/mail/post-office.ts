import { within } from "@tovplay/runtime/deadline";
import type { Logger } from "@tovplay/runtime/log";
import type { Database } from "../database/database.ts";
import type { Vault } from "../privacy/vault.ts";
import type { Site } from "./letter.ts";
import { letters, type MailDetails, type MailKind } from "./letters.ts";
import type { MailContents } from "./outbox.ts";
import { endMail, noteProblem, takeMail } from "./queries.ts";
import type { Transport } from "./smtp.ts";

/** A mail as it will be sent: an earlier moment could not know, or must not show, which one it is. */
export type Prepared = {
  [Kind in MailKind]: { kind: Kind; to: string; details: MailDetails[Kind] };
}[MailKind];

/** Decides at the moment of sending what a mail says; null when there is nothing to say any more. */
export type Preparer = (database: Database, contents: MailContents) => Promise<Prepared | null>;

/** What sending needs. */
export interface PostOffice extends Site {
  database: Database;
  vault: Vault;
  /** Null when no mail server is set. */
  transport: Transport | null;
  /** By kind; a kind without one is sent as it was written. */
  preparers: Readonly<Record<string, Preparer>>;
  log: Pick<Logger, "info" | "warn" | "error">;
}

/** Longest time for one mail, in milliseconds; the next try is planned for later than this. */
const longest = 90_000;

/** Sends the mail that is due first. @returns false when none was due */
export async function sendNext(office: PostOffice): Promise<boolean> {
  const taken = await takeMail(office.database).executeTakeFirst();
  if (!taken) return false;
  const { id, kind, sealed, late, tries } = taken;
  const end = (outcome: "sent" | "dropped" | "failed" | "unsent", problem: string | null = null) =>
    endMail(office.database, id, outcome, problem).execute();
  if (late) {
    office.log.warn({ mail: id, kind, tries }, "a mail could not be sent in time");
    await end("failed", "too late");
    return true;
  }
  const opened = sealed && office.vault.openForSite("mail", sealed);
  const contents = opened ? (JSON.parse(opened) as MailContents) : null;
  const prepared = contents && (await prepare(office, kind, contents));
  if (!prepared) await end(contents ? "dropped" : "failed", contents ? null : "cannot be decrypted");
  else if (!office.transport) await end("unsent", "no mail server is set");
  else await sendOne(office, office.transport, { id, kind, tries, prepared });
  return true;
}

async function prepare(office: PostOffice, kind: string, contents: MailContents): Promise<Prepared | null> {
  const preparer = office.preparers[kind];
  return preparer ? preparer(office.database, contents) : ({ kind, ...contents } as Prepared);
}

async function sendOne(
  office: PostOffice,
  transport: Transport,
  { id, kind, tries, prepared }: { id: string; kind: string; tries: number; prepared: Prepared },
): Promise<void> {
  const write = letters[prepared.kind] as (details: unknown, site: Site) => { subject: string; text: string };
  const messageId = `<${id}@${new URL(office.publicUrl).hostname}>`;
  const envelope = { ...write(prepared.details, office), to: prepared.to, messageId };
  const sending = await within(longest, "sending a mail", transport.send(envelope)).catch(() => slow);
  if (sending.done) {
    await endMail(office.database, id, "sent", null).execute();
    return;
  }
  office.log.warn({ mail: id, kind, tries, problem: sending.problem }, "a mail was not sent");
  if (sending.final) await endMail(office.database, id, "failed", sending.problem).execute();
  else await noteProblem(office.database, id, sending.problem).execute();
}

const slow = { done: false, final: false, problem: "no answer in time" } as const;
