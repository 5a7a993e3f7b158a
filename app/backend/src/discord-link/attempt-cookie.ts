import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { RouteContext } from "../routes/route-context.ts";
import { sealedCookie } from "../sign-in/cookies.ts";

/** Seconds in which somebody comes back from Discord. */
const seconds = 600;

const kept = z.object({
  state: z.string(),
  verifier: z.string(),
  /** Session that links; null for signing in. */
  sessionId: z.uuid().nullable(),
  until: z.number(),
});

/** An attempt as the browser keeps it. */
export type KeptAttempt = Omit<z.infer<typeof kept>, "until">;

const cookie = sealedCookie("__Host-tovplay_discord");

/** Gives the browser what it has to bring back, encrypted: it proves that the same browser began. */
export function keepAttempt(reply: FastifyReply, context: RouteContext, attempt: KeptAttempt): void {
  const until = Date.now() + seconds * 1000;
  const sealed = context.vault.sealForSite("discord", JSON.stringify({ ...attempt, until }));
  cookie.set(reply, context, sealed.toString("base64url"), seconds);
}

/** The attempt that this browser began; null when there is none, or it is over. It can be taken once. */
export function takeAttempt(
  request: FastifyRequest,
  reply: FastifyReply,
  context: RouteContext,
): KeptAttempt | null {
  const value = cookie.of(request.cookies, context);
  if (!value) return null;
  cookie.clear(reply, context);
  const opened = context.vault.openForSite("discord", Buffer.from(value, "base64url"));
  const attempt = opened === null ? undefined : kept.parse(JSON.parse(opened));
  return attempt && attempt.until > Date.now() ? attempt : null;
}
