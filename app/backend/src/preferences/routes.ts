import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import { findGame } from "../games/queries.ts";
import { undoable } from "../undo/undoable.ts";
import { findPreference, listPreferences, removePreference, savePreference } from "./queries.ts";
import { gameParams, preferenceBody, preferenceSaved, preferencesAnswer } from "./schemas.ts";

const tag = "Games";
const params = gameParams;

/** What somebody likes to play. */
export const routes = [
  query({
    name: "listPreferences",
    url: "/api/preferences",
    tag,
    summary: "List the games that you have an opinion about",
    access: "member",
    answer: preferencesAnswer,
    handle: async ({ account, context: { database } }) => {
      const rows = await listPreferences(database, account.id).execute();
      const shown = rows.map(({ gameId, gameName, ...rest }) => ({
        game: { id: gameId, name: gameName },
        ...rest,
      }));
      return { preferences: shown };
    },
  }),
  command({
    name: "savePreference",
    method: "PUT",
    url: "/api/preferences/:id",
    tag,
    summary: "Say how much you like a game, and on what you play it",
    access: "member",
    params,
    body: preferenceBody,
    answer: preferenceSaved,
    audit: { action: "save_preference", resource: "UserGamePreference", keeps: ["id", "liking", "platform"] },
    handle: async ({ account, params: { id }, body, commit, context: { vault, clock } }) =>
      commit(async (tx) => {
        if (!(await findGame(tx, id).executeTakeFirst())) throw notFound("game");
        const before = (await findPreference(tx, account.id, id).executeTakeFirst()) ?? null;
        await savePreference(tx, account.id, id, body).execute();
        const change = { userId: account.id, command: "savePreference", subjectId: id, before, now: clock() };
        return { id, answer: { gameId: id, undo: await undoable(tx, vault, change) } };
      }),
  }),
  command({
    name: "removePreference",
    method: "DELETE",
    url: "/api/preferences/:id",
    tag,
    summary: "Take a game out of your list",
    access: "member",
    params,
    answer: preferenceSaved,
    audit: { action: "remove_preference", resource: "UserGamePreference", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit, context: { vault, clock } }) =>
      commit(async (tx) => {
        const before = await findPreference(tx, account.id, id).executeTakeFirst();
        if (!before) throw notFound("entry");
        await removePreference(tx, account.id, id).execute();
        const change = {
          userId: account.id,
          command: "removePreference",
          subjectId: id,
          before,
          now: clock(),
        };
        return { id, answer: { gameId: id, undo: await undoable(tx, vault, change) } };
      }),
  }),
];
