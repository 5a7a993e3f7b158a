import { createApi } from "@reduxjs/toolkit/query/react";
import { ask } from "./request.ts";
import { type GamesAnswer, gamesAnswer, type HealthAnswer, healthAnswer } from "./schemas.ts";

/** The service's API. Answers are kept until the person requests newer ones: nothing refreshes by itself. */
export const api = createApi({
  reducerPath: "api",
  baseQuery: ask,
  keepUnusedDataFor: Number.POSITIVE_INFINITY,
  refetchOnFocus: false,
  refetchOnReconnect: false,
  endpoints: (build) => ({
    listGames: build.query<GamesAnswer, void>({
      query: () => ({ path: "/api/games", schema: gamesAnswer }),
    }),
    readHealth: build.query<HealthAnswer, void>({
      // An unhealthy service answers 503 with the same body.
      query: () => ({ path: "/api/health", schema: healthAnswer, alsoAccept: [503] }),
    }),
  }),
});

export const { useListGamesQuery, useReadHealthQuery } = api;
