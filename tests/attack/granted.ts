import { grantedInWindow } from "./granted-in-window.ts";
import { grantedToAll } from "./granted-to-all.ts";
import { grantedToOperators } from "./granted-to-operators.ts";

/** Attacks that succeed by design, or because PostgreSQL lets nobody refuse them; everything else that succeeds is a hole. */
export interface Granted {
  /** Names of {@link attackers}; `everybody` who can log in. */
  who: string[] | "everybody";
  attacks: string[];
  reason: string;
}

/** What is granted, with a reason each. One that no longer succeeds has to go from here. */
export const granted: Granted[] = [...grantedToAll, ...grantedToOperators, ...grantedInWindow];
