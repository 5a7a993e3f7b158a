import { gameRequestsRoute } from "./api/game-requests.ts";
import { gamesRoute } from "./api/games.ts";
import { healthRoute } from "./api/health.ts";
import { openapiRoute } from "./api/openapi.ts";
import { sessionRoute } from "./api/session.ts";
import { signInRoute } from "./api/sign-in.ts";
import { signOutRoute } from "./api/sign-out.ts";
import { signUpRoute } from "./api/sign-up.ts";
import { usersRoute } from "./api/users.ts";
import { metricsRoute } from "./metrics.ts";

/** Every route; its file's path mirrors its address. */
export const routes = [
  healthRoute,
  gamesRoute,
  usersRoute,
  signUpRoute,
  signInRoute,
  signOutRoute,
  sessionRoute,
  gameRequestsRoute,
  openapiRoute,
  metricsRoute,
];
