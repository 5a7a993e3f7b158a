import { violatedConstraint } from "../database/violation.ts";
import type { Inverse } from "../undo/inverse.ts";
import { setExceptionRemoved } from "./queries.ts";
import { saveWeek } from "./save-week.ts";
import { weekBody } from "./schemas.ts";

/** How commands on availability are taken back. */
export const inverses: Readonly<Record<string, Inverse>> = {
  saveWeek: async (tx, { userId, before }) => {
    await saveWeek(tx, userId, weekBody.parse(before));
    return true;
  },
  addException: (tx, { userId, subjectId }) => setRemoved(tx, userId, subjectId, true),
  removeException: (tx, { userId, subjectId }) => setRemoved(tx, userId, subjectId, false),
};

async function setRemoved(
  tx: Parameters<Inverse>[0],
  userId: string,
  id: string,
  removed: boolean,
): Promise<boolean> {
  const done = await setExceptionRemoved(tx, userId, id, removed)
    .executeTakeFirst()
    .catch((error: unknown) => {
      // Other hours of that date have taken the place meanwhile.
      if (violatedConstraint(error) === undefined) throw error;
      return undefined;
    });
  return done !== undefined;
}
