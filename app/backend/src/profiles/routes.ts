import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import { refuseContactDetails } from "../contact-guard/refuse.ts";
import { listPreferences } from "../preferences/queries.ts";
import { momentInWords } from "../time/words.ts";
import { undoable } from "../undo/undoable.ts";
import { communicationToday, openNeeds, sealNeeds } from "./needs.ts";
import { changeOf, emptyProfile } from "./own.ts";
import { findOwnProfile, findPerson, saveNeeds, saveProfile } from "./queries.ts";
import {
  needsBody,
  ownProfileAnswer,
  personParams,
  profileAnswer,
  profileBody,
  savedAnswer,
} from "./schemas.ts";
import { isShown } from "./visible.ts";

const tag = "Profiles";

/** One's own profile, and those that others show. */
export const routes = [
  query({
    name: "readOwnProfile",
    url: "/api/profile",
    tag,
    summary: "Read your profile",
    access: "member",
    answer: ownProfileAnswer,
    handle: async ({ account, context: { database, vault, clock } }) => {
      const row =
        (await findOwnProfile(database, account.id).executeTakeFirst()) ?? emptyProfile(account.username);
      const now = clock().toZonedDateTimeISO(row.timeZone);
      const reminders = [...row.reminders];
      return {
        ...changeOf(row),
        reminders,
        ...(await openNeeds(database, vault, account.id, row)),
        nowInWords: momentInWords(now),
      };
    },
  }),
  command({
    name: "saveProfile",
    method: "PUT",
    url: "/api/profile",
    tag,
    summary: "Save your profile, and who sees which field of it",
    access: "member",
    body: profileBody,
    answer: savedAnswer,
    audit: {
      action: "save_profile",
      resource: "UserProfile",
      keeps: ["timeZone", "suggestions", "reminders"],
    },
    handle: async ({ account, body, commit, context: { vault, clock } }) => {
      // What only friends read may say how to be reached: both have agreed.
      const { displayName, about, visibility } = body;
      refuseContactDetails({ displayName, ...(visibility.about === "acquaintances" && { about }) });
      return commit(async (tx) => {
        const row =
          (await findOwnProfile(tx, account.id).executeTakeFirst()) ?? emptyProfile(account.username);
        await saveProfile(tx, account.id, body).execute();
        const change = {
          userId: account.id,
          command: "saveProfile",
          subjectId: account.id,
          before: changeOf(row),
          now: clock(),
        };
        return { id: account.id, answer: { undo: await undoable(tx, vault, change) } };
      });
    },
  }),
  command({
    name: "saveNeeds",
    method: "PUT",
    url: "/api/profile/needs",
    tag,
    summary: "Save how you like to communicate and what your senses need",
    access: "member",
    body: needsBody,
    answer: savedAnswer,
    audit: { action: "save_needs", resource: "UserProfile" },
    handle: async ({ account, body, commit, context: { vault, clock } }) =>
      commit(async (tx) => {
        const row =
          (await findOwnProfile(tx, account.id).executeTakeFirst()) ?? emptyProfile(account.username);
        const before = await openNeeds(tx, vault, account.id, row);
        await saveNeeds(tx, account.id, await sealNeeds(tx, vault, account.id, body)).execute();
        const change = {
          userId: account.id,
          command: "saveNeeds",
          subjectId: account.id,
          before,
          now: clock(),
        };
        return { id: account.id, answer: { undo: await undoable(tx, vault, change) } };
      }),
  }),
  query({
    name: "readProfile",
    url: "/api/people/:id/profile",
    tag,
    summary: "Read what somebody shows you of their profile",
    access: "verified",
    params: personParams,
    answer: profileAnswer,
    handle: async ({ account, params: { id }, context: { database, vault, clock } }) => {
      const row = await findPerson(database, account.id, id).executeTakeFirst();
      if (!row) throw notFound("person");
      const { relation } = row;
      const needs = await openNeeds(database, vault, id, row);
      const shown = <Value>(to: typeof row.aboutShownTo, value: Value) =>
        isShown(to, relation) ? value : null;
      const zone = row.timeZone ?? "UTC";
      const games = isShown(row.gamesShownTo, relation)
        ? await listPreferences(database, id).execute()
        : null;
      return {
        person: { id, username: row.username, displayName: row.displayName ?? row.username },
        relation,
        about: shown(row.aboutShownTo, row.about),
        timeZone: shown(row.timeZoneShownTo, zone),
        nowInWords: shown(row.timeZoneShownTo, momentInWords(clock().toZonedDateTimeISO(zone))),
        games:
          games?.flatMap(({ gameId, gameName, liking, platform }) =>
            liking === "not_for_me" ? [] : { id: gameId, name: gameName, liking, platform },
          ) ?? null,
        communication: shown(
          row.communicationShownTo,
          communicationToday(needs.communication, zone, clock()),
        ),
        sensory: shown(row.sensoryShownTo, needs.sensory),
      };
    },
  }),
];
