import type { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import type { Database } from "../database/database.ts";
import type { Vault } from "../privacy/vault.ts";
import { communication, sensory } from "./schemas.ts";

/** The sealed needs of a profile. */
export interface SealedNeeds {
  communicationSealed: Buffer | null;
  sensorySealed: Buffer | null;
}

/** What somebody needs. */
export interface Needs {
  communication: z.output<typeof communication>;
  sensory: z.output<typeof sensory>;
}

/** Seals needs under the account's own key. */
export async function sealNeeds(tx: Database, vault: Vault, userId: string, needs: Needs) {
  return {
    communication: await vault.seal(tx, userId, "needs", JSON.stringify(needs.communication)),
    sensory: await vault.seal(tx, userId, "needs", JSON.stringify(needs.sensory)),
  };
}

/** Opens needs; what was never written, or whose key is gone, is as if nothing had been chosen. */
export async function openNeeds(
  database: Database,
  vault: Vault,
  userId: string,
  { communicationSealed, sensorySealed }: SealedNeeds,
): Promise<Needs> {
  const opened = async (sealed: Buffer | null) =>
    JSON.parse((sealed && (await vault.open(database, userId, "needs", sealed))) ?? "{}") as unknown;
  return {
    communication: communication.parse(await opened(communicationSealed)),
    sensory: sensory.parse(await opened(sensorySealed)),
  };
}

/** Communication as others see it: whether the person does not speak today, on their own calendar. */
export function communicationToday(
  { notSpeakingOn, ...rest }: Needs["communication"],
  timeZone: string,
  now: Temporal.Instant,
) {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  return { ...rest, notSpeakingToday: notSpeakingOn === today };
}
