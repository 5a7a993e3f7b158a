import type { Account } from "../accounts/account.ts";
import { ApiError } from "./api-error.ts";

/** Who may use a route. */
export type Access = "anyone" | "member" | "verified" | "moderator";

/** The account that a route with this access works with. */
export type AccountFor<Who extends Access> = Who extends "anyone" ? Account | null : Account;

/** @throws ApiError when the account may not use a route */
export function admit(access: Access, account: Account | null): void {
  if (access === "anyone") return;
  if (!account) throw new ApiError("unauthenticated", "Sign in first.");
  if (access === "member") return;
  if (!account.emailVerified)
    throw new ApiError(
      "email_unverified",
      "Confirm your e-mail address first: follow the link in our e-mail.",
    );
  if (access === "moderator" && account.role === "member")
    throw new ApiError("forbidden", "Only moderators can do this.");
}
