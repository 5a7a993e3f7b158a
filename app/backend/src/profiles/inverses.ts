import type { Inverse } from "../undo/inverse.ts";
import { sealNeeds } from "./needs.ts";
import { saveNeeds, saveProfile } from "./queries.ts";
import { needsBody, profileBody } from "./schemas.ts";

/** How commands on profiles are taken back. */
export const inverses: Readonly<Record<string, Inverse>> = {
  saveProfile: async (tx, { userId, before }) => {
    await saveProfile(tx, userId, profileBody.parse(before)).execute();
    return true;
  },
  saveNeeds: async (tx, { userId, before, vault }) => {
    await saveNeeds(tx, userId, await sealNeeds(tx, vault, userId, needsBody.parse(before))).execute();
    return true;
  },
};
