import { createLog } from "@tovplay/runtime/log";
import { sendNext } from "../mail/post-office.ts";
import { preparers } from "../mail/preparers.ts";
import type { Envelope, Sending } from "../mail/smtp.ts";
import type { Vault } from "../privacy/vault.ts";
import type { TestDatabase } from "./test-database.ts";

/** Sends the outbox of a test's database into a list. */
export function mailBox(db: TestDatabase, vault: Vault) {
  const mails: Envelope[] = [];
  const answers: Sending[] = [];
  const office = {
    database: db.app,
    vault,
    publicUrl: "https://app.example.org",
    preparers,
    log: createLog({ service: "backend", level: "silent" }),
    transport: {
      send: async (envelope: Envelope) => {
        const answer = answers.shift() ?? ({ done: true } as const);
        if (answer.done) mails.push(envelope);
        return answer;
      },
      close: () => undefined,
    },
  };
  return {
    office,
    /** Answers of the mail server to the next tries; after them it takes everything. */
    answers,
    /** Sends what is due, and returns what was sent. */
    collect: async () => {
      while (await sendNext(office));
      return mails.splice(0);
    },
  };
}

/** The token of the link in a mail. */
export function tokenIn(mail: { text: string } | undefined): string {
  return /#token=([\w-]{43})/.exec(mail?.text ?? "")?.[1] ?? "";
}
