import { z } from "zod";

/** A name that others see. It has no `@`, so it cannot be mistaken for an e-mail address. */
const username = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{2,31}$/, "use 3 to 32 letters, digits, dots, dashes or underscores");

const email = z.email("enter an e-mail address").max(254);

/** Long enough to resist guessing, short enough not to cost much CPU time. */
const password = z.string().min(12, "use at least 12 characters").max(128, "use at most 128 characters");

/** Body of `POST /api/sign-up`. */
export const signUpBody = z.strictObject({ username, email, password });

/** Body of `POST /api/sign-in`: `identifier` is a user name or an e-mail address. */
export const signInBody = z.strictObject({
  identifier: z.string().min(3).max(254),
  password: z.string().min(1).max(128),
});

/** A person, as others see them. */
export const publicUser = z.object({ id: z.uuid(), username: z.string() });

/** A person, as they see themselves. */
const ownAccount = publicUser.extend({ email: z.string() });

/** Answer of `POST /api/sign-up`, `POST /api/sign-in` and `GET /api/session`. */
export const accountAnswer = z.object({ user: ownAccount });
