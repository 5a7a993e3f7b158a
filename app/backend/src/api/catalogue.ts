/**
 * Every error of the API by its code: HTTP status and title. Codes are stable; clients decide by them. nginx (`templates/nginx/site`) and
 * the site's pages use the same ones.
 */
export const catalogue = {
  invalid_request: { status: 400, title: "The request is not valid" },
  unauthenticated: { status: 401, title: "You are not signed in" },
  forbidden: { status: 403, title: "You may not do this" },
  foreign_origin: { status: 403, title: "The request came from another site" },
  email_unverified: { status: 403, title: "Your e-mail address is not confirmed yet" },
  not_found: { status: 404, title: "Not found" },
  not_offered: { status: 404, title: "This site does not offer that" },
  method_not_allowed: { status: 405, title: "This address does not support that method" },
  conflict: { status: 409, title: "This does not fit with what is there" },
  stale: { status: 409, title: "This has changed since you saw it" },
  too_large: { status: 413, title: "The request is too large" },
  unsupported_media: { status: 415, title: "The request has the wrong format" },
  idempotency_reused: { status: 422, title: "This idempotency key was used for another request" },
  too_many_requests: { status: 429, title: "Too many attempts" },
  internal: { status: 500, title: "There was an error on the server" },
  unavailable: { status: 503, title: "TovPlay is not available at the moment" },
} as const satisfies Record<string, { status: number; title: string }>;

/** Code of an error of the API. */
export type ErrorCode = keyof typeof catalogue;

/** Codes that a route may answer whatever it does, by what it has. */
export const usual = {
  always: ["invalid_request", "internal", "unavailable"],
  account: ["unauthenticated"],
  verified: ["email_unverified"],
  moderator: ["forbidden"],
  params: ["not_found"],
  writes: ["foreign_origin"],
  body: ["too_large", "unsupported_media"],
  limited: ["too_many_requests"],
  replayable: ["idempotency_reused"],
} as const satisfies Record<string, readonly ErrorCode[]>;
