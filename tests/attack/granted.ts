import type { Granted } from "./grant.ts";
import { grantedInWindow } from "./granted-in-window.ts";
import { grantedToAll } from "./granted-to-all.ts";
import { grantedToOperators } from "./granted-to-operators.ts";

/** What is granted, with a reason each. One that no longer succeeds has to go from here. */
export const granted: Granted[] = [...grantedToAll, ...grantedToOperators, ...grantedInWindow];
