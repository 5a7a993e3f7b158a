import type { FastifyRequest } from "fastify";
import { ApiError } from "../api-error.ts";

/** A person who is signed in. */
export interface Account {
  id: string;
  username: string;
  email: string;
  sessionId: string;
  /** End of the session. */
  expiresAt: Date;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Who is signed in; set only on routes that use `requireAccount`. */
    account: Account | null;
  }
}

/** @throws ApiError when nobody is signed in */
export function accountOf(request: FastifyRequest): Account {
  if (request.account) return request.account;
  throw new ApiError("unauthenticated", "Sign in first.");
}
