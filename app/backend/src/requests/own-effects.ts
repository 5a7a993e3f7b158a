import type { Database } from "../database/database.ts";
import type { KindName } from "../notices/kinds.ts";
import { tell } from "../notices/tell.ts";
import type { RequestRow } from "./queries.ts";
import { answered, reopened } from "./question.ts";
import type { OwnEffect } from "./transitions.ts";

/** What each effect does that concerns only the two people. */
export const ownEffects: Readonly<Record<OwnEffect, (tx: Database, request: RequestRow) => Promise<void>>> = {
  question_yes: (tx, request) => answered(tx, request, "yes"),
  question_no: (tx, request) => answered(tx, request, "no"),
  question_withdrawn: (tx, request) => answered(tx, request, "withdrawn"),
  question_expired: (tx, request) => answered(tx, request, "expired"),
  question_reopened: (tx, request) => reopened(tx, request),
  tell_sender_yes: (tx, request) => tellSender(tx, request, "request_accepted"),
  tell_sender_no: (tx, request) => tellSender(tx, request, "request_declined"),
  tell_sender_taken_back: (tx, request) => tellSender(tx, request, "request_open_again"),
  tell_sender_over: (tx, request) => tellOver(tx, request, request.senderId),
  tell_recipient_over: (tx, request) => tellOver(tx, request, request.recipientId),
};

function tellSender(
  tx: Database,
  request: RequestRow,
  kind: Extract<KindName, "request_accepted" | "request_declined" | "request_open_again">,
): Promise<void> {
  const key = `${kind}:${request.id}`;
  return tell(tx, {
    to: request.senderId,
    kind,
    details: { requestId: request.id },
    about: request.recipientId,
    key,
  });
}

function tellOver(tx: Database, request: RequestRow, to: string): Promise<void> {
  const key = `request_closed:${request.id}`;
  return tell(tx, { to, kind: "request_closed", details: { requestId: request.id }, key });
}
