import { z } from "zod";
import { tokenHash } from "../accounts/token.ts";
import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { tell } from "../notices/tell.ts";
import { field, show } from "./fields.ts";
import { answerContact, endContact, findByToken } from "./queries.ts";
import { answerBody, linkBody, viewAnswer } from "./schemas.ts";

const shared = {
  tag: "Trusted contacts",
  access: "anyone",
  limit: { by: "address", most: 30, seconds: 600 },
} as const;

/** What somebody who was chosen as a trusted contact can do with their link. They need no account. */
export const byLink = [
  command({
    ...shared,
    name: "answerTrustedContact",
    url: "/api/trusted-contacts/answer",
    summary: "Agree or decline to be somebody's trusted contact",
    body: answerBody,
    answer: z.object({ status: z.enum(["agreed", "declined"]), message: z.string() }),
    refusals: ["not_found"],
    audit: {
      action: "answer_trusted_contact",
      resource: "TrustedContact",
      severity: "MEDIUM",
      keeps: ["answer"],
    },
    handle: async ({ body, commit }) =>
      commit(async (tx) => {
        const status = body.answer === "agree" ? ("agreed" as const) : ("declined" as const);
        const found = await answerContact(tx, tokenHash(body.token), status).executeTakeFirst();
        if (!found) throw notFound("contact");
        await tell(tx, {
          to: found.userId,
          kind: "trusted_contact_answered",
          details: { trustedContactId: found.id },
          key: `trusted_contact_answered ${found.id}`,
        });
        return { id: found.id, answer: { status, message: messages[status] } };
      }),
  }),
  command({
    ...shared,
    name: "viewAsTrustedContact",
    url: "/api/trusted-contacts/view",
    summary:
      "See what you are shown as a trusted contact: exactly what the person chose. Every look is recorded",
    body: linkBody,
    answer: viewAnswer,
    refusals: ["not_found"],
    audit: { action: "view_as_trusted_contact", resource: "TrustedContact", severity: "MEDIUM" },
    handle: async ({ body, commit }) =>
      commit(async (tx) => {
        const found = await findByToken(tx, tokenHash(body.token)).executeTakeFirst();
        if (!found) throw notFound("contact");
        const shown = await show(tx, found.userId, z.array(field).parse(found.fields));
        return {
          id: found.id,
          answer: { shown, message: found.fields.length > 0 ? messages.some : messages.none },
        };
      }),
  }),
  command({
    ...shared,
    name: "stopBeingTrustedContact",
    url: "/api/trusted-contacts/stop",
    summary: "Stop being somebody's trusted contact",
    body: linkBody,
    answer: z.object({ status: z.literal("ended") }),
    refusals: ["not_found"],
    audit: { action: "stop_being_trusted_contact", resource: "TrustedContact", severity: "MEDIUM" },
    handle: async ({ body, commit }) =>
      commit(async (tx) => {
        const found = await endContact(tx, { tokenHash: tokenHash(body.token) }).executeTakeFirst();
        if (!found) throw notFound("contact");
        return { id: found.id, answer: { status: "ended" as const } };
      }),
  }),
];

const messages = {
  agreed: "Thank you. If they ask for help, you get an e-mail. You can stop at any time with the same link.",
  declined: "That is fine. We do not write to you again. You need to do nothing.",
  some: "This is what the person chose to show you.",
  none: "The person shows you nothing. If they ask for help, you get an e-mail.",
};
