import type { CookieSerializeOptions } from "@fastify/cookie";

/** Name of the cookie that holds the session token. */
export const sessionCookie = "tovplay_session";

/** How long a session lasts, in seconds: 14 days, whether it is used or not. */
export const sessionSeconds = 14 * 86_400;

/** Options of the cookie: no script reads it, no other site's form sends it, and over https it never travels in clear. */
export function cookieOptions(publicUrl: string): CookieSerializeOptions {
  return { path: "/", httpOnly: true, sameSite: "lax", secure: new URL(publicUrl).protocol === "https:" };
}
