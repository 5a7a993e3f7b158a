import { ApiError } from "../api/api-error.ts";
import { weaknessOf } from "../passwords/weakness.ts";

/** A link from a mail that works no longer. The same for one that never did. */
export const endedLink = () =>
  new ApiError("conflict", "This link was used already, or it is too old. Ask for a new e-mail.");

/** A name that is taken, or that could be mistaken for another one. */
export const takenName = () =>
  new ApiError("conflict", "This user name is taken, or it looks like one that is. Choose another one.", {
    fields: [{ field: "username", detail: "choose another user name" }],
  });

/** A name that speaks for TovPlay. */
export const reservedName = () =>
  new ApiError("conflict", "This user name is reserved. Choose another one.", {
    fields: [{ field: "username", detail: "choose another user name" }],
  });

/** The password that somebody typed to prove who they are. */
export function wrongPassword(field: string): ApiError {
  return new ApiError("invalid_request", "The password is wrong. Check it and try again.", {
    fields: [{ field, detail: "enter your current password" }],
    auditedAs: "wrong_password",
  });
}

/** @throws ApiError when a new password is easy to guess */
export async function refuseWeak(
  password: string,
  about: { username: string; email: string },
  field: string,
): Promise<void> {
  const detail = await weaknessOf(password, about);
  if (detail === undefined) return;
  throw new ApiError("invalid_request", "This password is easy to guess. Choose another one.", {
    fields: [{ field, detail }],
    auditedAs: "weak_password",
  });
}
