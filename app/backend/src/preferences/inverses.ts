import type { Inverse } from "../undo/inverse.ts";
import { removePreference, savePreference } from "./queries.ts";
import { preferenceBody } from "./schemas.ts";

const restore: Inverse = async (tx, { userId, subjectId, before }) => {
  if (before === null) await removePreference(tx, userId, subjectId).execute();
  else await savePreference(tx, userId, subjectId, preferenceBody.parse(before)).execute();
  return true;
};

/** How commands on preferences are taken back. */
export const inverses: Readonly<Record<string, Inverse>> = {
  savePreference: restore,
  removePreference: restore,
};
