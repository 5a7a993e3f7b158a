import { z } from "zod";
import { line } from "../api/text.ts";
import { field, shown } from "./fields.ts";

const fields = z
  .array(field)
  .max(3)
  .refine((list) => new Set(list).size === list.length, "name each field once");

/** Body of `POST /api/trusted-contacts`. By default a contact sees nothing; you can ask them for help. */
export const contactBody = z.strictObject({
  name: line(60),
  email: z.email("enter an e-mail address").max(254),
  fields: fields.default([]),
});

/** A trusted contact, for the person who chose them. */
const contact = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  fields: z.array(field),
  status: z.enum(["invited", "agreed"]),
});

/** Answer of `GET /api/trusted-contacts`. */
export const contactsAnswer = z.object({ contacts: z.array(contact) });

/** Body of `PUT /api/trusted-contacts/:id/fields`. */
export const fieldsBody = z.strictObject({ fields });

/** The link's token, from the fragment of its address: never in a path. */
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "use the link from our e-mail as it is");

/** Body of `POST /api/trusted-contacts/answer`. */
export const answerBody = z.strictObject({ token, answer: z.enum(["agree", "decline"]) });

/** Body of commands by link. */
export const linkBody = z.strictObject({ token });

/** What a trusted contact sees. */
export const viewAnswer = z.object({ shown, message: z.string() });

/** Answer of `POST /api/help`. */
export const helpAnswer = z.object({
  /** Names of the contacts to whom a mail goes. */
  asked: z.array(z.string()),
  message: z.string(),
});
