import type { IncomingHttpHeaders } from "node:http";
import fp from "fastify-plugin";
import { ApiError } from "../api/api-error.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses requests that change something and come from another site's page. A browser states a page's origin in `Origin`
 * and `Sec-Fetch-Site`; a program that sends neither has no other person's cookie.
 */
export const sameOrigin = fp<{ publicUrl: string }>(async (app, { publicUrl }) => {
  const own = new URL(publicUrl).origin;
  app.addHook("onRequest", async (request) => {
    if (safeMethods.has(request.method) || isFromSite(request.headers, own)) return;
    throw new ApiError(
      "foreign_origin",
      `This works only from ${own}. Open the site at that address and try again.`,
    );
  });
});

/** Whether a request's headers say that it comes from a page of our own origin, or from no page. */
export function isFromSite(headers: IncomingHttpHeaders, own: string): boolean {
  if (headers.origin !== undefined) return headers.origin === own;
  const site = headers["sec-fetch-site"];
  return site === undefined || site === "same-origin" || site === "none";
}
