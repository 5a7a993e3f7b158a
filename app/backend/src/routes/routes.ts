import { routes as accounts } from "../accounts/routes.ts";
import type { Endpoint } from "../api/endpoint.ts";
import { routes as gameRequests } from "../game-requests/routes.ts";
import { routes as games } from "../games/routes.ts";
import { routes as signIn } from "../sign-in/routes.ts";

/** Every route of the API but health, which answers otherwise. */
export const routes: Endpoint[] = [...games, ...accounts, ...signIn, ...gameRequests];
