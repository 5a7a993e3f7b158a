import type { CookieSerializeOptions } from "@fastify/cookie";

/** Name of the cookie that holds the session token. */
export const sessionCookie = "tovplay_session";

/** Lifetime of a session, in seconds: 14 days, used or not. */
export const sessionSeconds = 14 * 86_400;

/** Cookie options: scripts cannot read it, other sites' forms do not send it, and with https it is never sent in the clear. */
export function cookieOptions(publicUrl: string): CookieSerializeOptions {
  return { path: "/", httpOnly: true, sameSite: "lax", secure: new URL(publicUrl).protocol === "https:" };
}
