import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Name of the cookie that holds the session token. With `__Host-` browsers take it over https only, for this very host, so that neither
 * another subdomain nor a page over http can plant one.
 */
export const sessionCookie = "__Host-tovplay_session";

/** Name of the cookie of a browser in which somebody has signed in before. */
const deviceCookie = "__Host-tovplay_device";

const isSecure = (publicUrl: string) => new URL(publicUrl).protocol === "https:";

/** The cookie's name for a site; without https (on this machine) browsers refuse the prefix. */
const nameFor = (name: string, publicUrl: string) =>
  isSecure(publicUrl) ? name : name.slice("__Host-".length);

/** Scripts cannot read it, other sites' forms do not send it, and with https it is never sent in the clear. */
function options(publicUrl: string): CookieSerializeOptions {
  return { path: "/", httpOnly: true, sameSite: "lax", secure: isSecure(publicUrl) };
}

interface Site {
  publicUrl: string;
}

type Cookies = FastifyRequest["cookies"];

/** The session token that a browser sent; empty when it sent none. */
export function sessionTokenOf(cookies: Cookies, { publicUrl }: Site): string {
  return cookies[nameFor(sessionCookie, publicUrl)] ?? "";
}

/** The token of a known browser; empty when it sent none. */
export function deviceTokenOf(cookies: Cookies, { publicUrl }: Site): string {
  return cookies[nameFor(deviceCookie, publicUrl)] ?? "";
}

/** Gives the browser a session token. @param seconds for which it keeps it */
export function setSessionCookie(reply: FastifyReply, { publicUrl }: Site, token: string, seconds: number) {
  const given = { ...options(publicUrl), maxAge: seconds };
  reply.setCookie(nameFor(sessionCookie, publicUrl), token, given);
}

/** Gives the browser the token by which it is known. @param seconds for which it keeps it */
export function setDeviceCookie(reply: FastifyReply, { publicUrl }: Site, token: string, seconds: number) {
  reply.setCookie(nameFor(deviceCookie, publicUrl), token, { ...options(publicUrl), maxAge: seconds });
}

/** A cookie of its own name, for a value that only we can read. */
export function sealedCookie(name: `__Host-${string}`) {
  return {
    of: (cookies: Cookies, { publicUrl }: Site) => cookies[nameFor(name, publicUrl)] ?? "",
    set: (reply: FastifyReply, { publicUrl }: Site, value: string, seconds: number) =>
      void reply.setCookie(nameFor(name, publicUrl), value, { ...options(publicUrl), maxAge: seconds }),
    clear: (reply: FastifyReply, { publicUrl }: Site) =>
      void reply.clearCookie(nameFor(name, publicUrl), options(publicUrl)),
  };
}

/** Takes the session token away. */
export function clearSessionCookie(reply: FastifyReply, { publicUrl }: Site) {
  reply.clearCookie(nameFor(sessionCookie, publicUrl), options(publicUrl));
}
