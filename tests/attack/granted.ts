import type { Granted } from "./grant.ts";
import { grantedInWindow } from "./granted-in-window.ts";
import { grantedToAll } from "./granted-to-all.ts";
import { grantedToOperators } from "./granted-to-operators.ts";

/** Everything that is granted, with reasons. An attack that no longer succeeds must be removed here. */
export const granted: Granted[] = [...grantedToAll, ...grantedToOperators, ...grantedInWindow];
