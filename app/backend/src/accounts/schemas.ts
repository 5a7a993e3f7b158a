import { z } from "zod";
import { line } from "../api/text.ts";

/** A new name that others see. It has no `@`, so it cannot be mistaken for an e-mail address. */
const username = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{2,31}$/, "use 3 to 32 letters, digits, dots, dashes or underscores");

const email = z.email("enter an e-mail address").max(254);

/** Every character is allowed; a text that is not valid Unicode could not be typed again. */
const typed = z
  .string()
  .max(256)
  .refine((text) => text.isWellFormed(), "leave out characters that are not valid Unicode");

/** Long enough to resist guessing, short enough not to cost much CPU time. */
const newPassword = typed
  .refine((text) => [...text].length >= 12, "use at least 12 characters")
  .refine((text) => [...text].length <= 128, "use at most 128 characters");

/** A password that may be older than these rules. */
const password = typed.min(1, "enter your password");

const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "open the whole link from our e-mail");

/** Body of `POST /api/sign-up`. */
export const signUpBody = z.strictObject({
  username,
  email,
  age: z.int().min(1).max(150).describe('What the person confirmed: "I am at least this many years old"'),
});

/** Body of routes that send a mail to an address. */
export const emailBody = z.strictObject({ email });

/** Body of routes that a mail's link leads to. */
export const tokenBody = z.strictObject({ token });

/** Body of routes that a mail's link leads to, where a password is chosen. */
export const newPasswordBody = z.strictObject({ token, password: newPassword });

/** Body of `POST /api/sign-in`: `identifier` is a user name or an e-mail address. */
export const signInBody = z.strictObject({ identifier: line(254), password });

/** Body of `POST /api/account/password`. */
export const changePasswordBody = z.strictObject({ currentPassword: password, newPassword });

/** Body of `POST /api/account/email`. */
export const changeEmailBody = z.strictObject({ email, password });

/** Body of `PUT /api/account/username`. */
export const changeUsernameBody = z.strictObject({ username });

/** A person, as others see them. */
export const publicUser = z.object({ id: z.uuid(), username: z.string() });

/** A person, as they see themselves. */
const ownAccount = publicUser.extend({
  email: z.string(),
  emailVerified: z.boolean(),
  role: z.enum(["member", "moderator", "admin"]),
});

/** A person, as they see themselves. */
export type ShownAccount = z.infer<typeof ownAccount>;

/** What an account is shown of itself. */
export function shownAccount(account: {
  id: string;
  username: string;
  email: string;
  emailVerifiedAt: Date | null;
  role: ShownAccount["role"];
}): ShownAccount {
  const { id, username: name, email: address, emailVerifiedAt, role } = account;
  return { id, username: name, email: address, emailVerified: emailVerifiedAt !== null, role };
}

/** Answer of every route that signs in, and of `GET /api/session`. */
export const accountAnswer = z.object({ user: ownAccount });

/** Answer of routes that send a mail: the same whatever was found. */
export const mailedAnswer = z.object({
  until: z.iso.datetime().describe("When the link in the mail ends"),
});

/** Answer of `GET /api/sign-up`. */
export const signUpTermsAnswer = z.object({ minimumAge: z.int() });

/** Answer of `GET /api/account`. */
export const accountDetailsAnswer = z.object({
  user: ownAccount,
  createdAt: z.iso.datetime(),
  hasPassword: z.boolean(),
  discordLinked: z.boolean(),
  deletion: z.object({ dueAt: z.iso.datetime() }).nullable(),
});
