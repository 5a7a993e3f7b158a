import { z } from "zod";
import { newToken, tokenHash } from "../accounts/token.ts";
import { ApiError, notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import type { Database } from "../database/database.ts";
import { post } from "../mail/outbox.ts";
import type { Vault } from "../privacy/vault.ts";
import { lockPeople } from "../safety/locks.ts";
import { byLink } from "./by-link.ts";
import { field } from "./fields.ts";
import { helpRoute } from "./help.ts";
import { answerDays, contactLimit, endContact, insertContact, listContacts, setFields } from "./queries.ts";
import { contactBody, contactsAnswer, fieldsBody } from "./schemas.ts";

const tag = "Trusted contacts";
const params = z.object({ id: z.uuid() });
const dayLength = 86_400_000;

/** People whom an adult has chosen for the case that they need help. */
export const routes = [
  query({
    name: "listTrustedContacts",
    url: "/api/trusted-contacts",
    tag,
    summary: "List your trusted contacts, and what each of them sees",
    access: "member",
    answer: contactsAnswer,
    handle: async ({ account, context }) => ({
      contacts: await openedContacts(context.database, context.vault, account.id),
    }),
  }),
  command({
    name: "inviteTrustedContact",
    url: "/api/trusted-contacts",
    tag,
    summary:
      "Choose somebody as a trusted contact. They are asked by e-mail, and nothing happens before they agree",
    access: "verified",
    body: contactBody,
    status: 201,
    answer: z.object({ id: z.uuid(), status: z.literal("invited") }),
    refusals: ["conflict"],
    limit: { by: "account", most: 5, seconds: 86_400 },
    audit: {
      action: "invite_trusted_contact",
      resource: "TrustedContact",
      severity: "MEDIUM",
      keeps: ["fields"],
    },
    handle: async ({ account, body, context: { vault }, commit }) => {
      const token = newToken();
      const expiresAt = new Date(Date.now() + answerDays * dayLength);
      return commit(async (tx) => {
        await lockPeople(tx, [account.id]);
        const open = await listContacts(tx, account.id).execute();
        if (open.length >= contactLimit)
          throw new ApiError("conflict", `You have ${contactLimit} trusted contacts. You can end one first.`);
        const sealed = (text: string) => vault.seal(tx, account.id, "trusted_contact", text);
        const [name, address] = [await sealed(body.name), await sealed(body.email)];
        const contact = {
          userId: account.id,
          name,
          address,
          tokenHash: tokenHash(token),
          fields: body.fields,
          expiresAt,
        };
        const { id } = await insertContact(tx, contact).executeTakeFirstOrThrow();
        await post(tx, vault, {
          key: `trusted_contact_asked ${id}`,
          kind: "trusted_contact_asked",
          to: body.email,
          userId: account.id,
          details: { username: account.username, token, until: expiresAt.toISOString() },
        });
        return { id, answer: { id, status: "invited" as const } };
      });
    },
  }),
  command({
    name: "setTrustedContactFields",
    method: "PUT",
    url: "/api/trusted-contacts/:id/fields",
    tag,
    summary: "Choose what a trusted contact sees, from this moment on",
    access: "member",
    params,
    body: fieldsBody,
    answer: z.object({ id: z.uuid(), fields: z.array(field) }),
    audit: {
      action: "set_trusted_contact_fields",
      resource: "TrustedContact",
      severity: "MEDIUM",
      keeps: ["id", "fields"],
    },
    handle: async ({ account, params: { id }, body: { fields }, commit }) =>
      commit(async (tx) => {
        if (!(await setFields(tx, account.id, id, fields).executeTakeFirst())) throw notFound("contact");
        return { id, answer: { id, fields } };
      }),
  }),
  command({
    name: "endTrustedContact",
    url: "/api/trusted-contacts/:id/end",
    tag,
    summary: "End a trusted contact. Their link stops working at once, and they are not told",
    access: "member",
    params,
    answer: z.object({ id: z.uuid(), status: z.literal("ended") }),
    audit: { action: "end_trusted_contact", resource: "TrustedContact", severity: "MEDIUM", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit }) =>
      commit(async (tx) => {
        const ended = await endContact(tx, { userId: account.id, id }).executeTakeFirst();
        if (!ended) throw notFound("contact");
        return { id, answer: { id, status: "ended" as const } };
      }),
  }),
  helpRoute,
  ...byLink,
];

async function openedContacts(database: Database, vault: Vault, userId: string) {
  const rows = await listContacts(database, userId).execute();
  const opened = (sealed: Buffer) => vault.open(database, userId, "trusted_contact", sealed);
  return Promise.all(
    rows.map(async ({ id, name, address, fields, status }) => ({
      id,
      name: (await opened(name)) ?? "",
      email: (await opened(address)) ?? "",
      fields: z.array(field).parse(fields),
      status: status === "agreed" ? ("agreed" as const) : ("invited" as const),
    })),
  );
}
