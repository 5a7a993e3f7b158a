import type { Database } from "../database/database.ts";
import type { PlaceState } from "../database/tables/playing.ts";
import type { KindName } from "../notices/kinds.ts";
import { tell } from "../notices/tell.ts";
import type { Happening } from "./happening.ts";
import { listPlaces } from "./places.ts";
import type { ScriptRow } from "./queries.ts";

/** Whom a notice of a session is for. */
export interface Audience {
  states: readonly PlaceState[];
  /** Tells the one who did it too. */
  actorToo?: boolean;
}

/**
 * Tells the people of a session that something happened to it. The words depend on what it means for them and never on why it happened, so
 * that leaving, calling off, a block and a deleted account are the same to read.
 */
export async function tellPeople(
  tx: Database,
  session: ScriptRow,
  kind: Extract<KindName, `session_${string}`>,
  { states, actorToo = false, actorId }: Audience & Pick<Happening, "actorId">,
): Promise<void> {
  const places = await listPlaces(tx, session.id).execute();
  const to = places
    .filter(({ state, withheld }) => states.includes(state) && !withheld)
    .map(({ userId }) => userId)
    .filter((userId) => actorToo || userId !== actorId);
  if (to.length === 0) return;
  // Each change of a session has its own sequence.
  const key = `${kind}:${session.id}:${session.calendarSequence}`;
  await tell(tx, { to, kind, details: { sessionId: session.id }, key });
}
