import { routes as accounts } from "../accounts/routes.ts";
import type { Endpoint } from "../api/endpoint.ts";
import { routes as availability } from "../availability/routes.ts";
import { routes as calendar } from "../calendar/routes.ts";
import { routes as circles } from "../circles/routes.ts";
import { routes as discordLink } from "../discord-link/routes.ts";
import { routes as erasure } from "../erasure/routes.ts";
import { routes as exported } from "../export/routes.ts";
import { routes as friends } from "../friends/routes.ts";
import { routes as games } from "../games/routes.ts";
import { routes as matching } from "../matching/routes.ts";
import { routes as moderation } from "../moderation/routes.ts";
import { routes as notices } from "../notices/routes.ts";
import { routes as preferences } from "../preferences/routes.ts";
import { routes as profiles } from "../profiles/routes.ts";
import { routes as push } from "../push/routes.ts";
import { routes as reports } from "../reports/routes.ts";
import { routes as requests } from "../requests/routes.ts";
import { routes as blocks } from "../safety/blocks/routes.ts";
import { routes as sessions } from "../sessions/routes.ts";
import { routes as signIn } from "../sign-in/routes.ts";
import { routes as trustedContacts } from "../trusted-contacts/routes.ts";
import { routes as undo } from "../undo/routes.ts";

/** Every route of the API but health, which answers otherwise. */
export const routes: Endpoint[] = [
  ...games,
  ...accounts,
  ...discordLink,
  ...erasure,
  ...exported,
  ...signIn,
  ...profiles,
  ...preferences,
  ...availability,
  ...requests,
  ...sessions,
  ...matching,
  ...undo,
  ...calendar,
  ...friends,
  ...circles,
  ...blocks,
  ...notices,
  ...push,
  ...reports,
  ...moderation,
  ...trustedContacts,
];
