import { routes as accounts } from "../accounts/routes.ts";
import { routes as erasure } from "../erasure/routes.ts";
import { routes as exported } from "../export/routes.ts";
import type { Endpoint } from "../api/endpoint.ts";
import { routes as circles } from "../circles/routes.ts";
import { routes as friends } from "../friends/routes.ts";
import { routes as gameRequests } from "../game-requests/routes.ts";
import { routes as games } from "../games/routes.ts";
import { routes as moderation } from "../moderation/routes.ts";
import { routes as notices } from "../notices/routes.ts";
import { routes as push } from "../push/routes.ts";
import { routes as reports } from "../reports/routes.ts";
import { routes as blocks } from "../safety/blocks/routes.ts";
import { routes as signIn } from "../sign-in/routes.ts";

/** Every route of the API but health, which answers otherwise. */
export const routes: Endpoint[] = [
  ...games,
  ...accounts,
  ...erasure,
  ...exported,
  ...signIn,
  ...gameRequests,
  ...friends,
  ...circles,
  ...blocks,
  ...notices,
  ...push,
  ...reports,
  ...moderation,
];
