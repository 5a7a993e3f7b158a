import { Temporal } from "temporal-polyfill";
import { ApiError, notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import { violatedConstraint } from "../database/violation.ts";
import { dateInWords } from "../time/words.ts";
import { utc } from "../time/zone.ts";
import { undoable } from "../undo/undoable.ts";
import {
  findWeek,
  insertException,
  listExceptions,
  listHours,
  saveZone,
  setExceptionRemoved,
} from "./queries.ts";
import { saveWeek } from "./save-week.ts";
import {
  availabilityAnswer,
  exceptionBody,
  exceptionParams,
  exceptionSaved,
  mostExceptions,
  weekBody,
  weekSaved,
} from "./schemas.ts";

const tag = "Availability";

/** When somebody has time: a week in its own zone, and dates that differ from it. */
export const routes = [
  query({
    name: "readAvailability",
    url: "/api/availability",
    tag,
    summary: "Read your week and the dates to come that differ from it",
    access: "member",
    answer: availabilityAnswer,
    handle: async ({ account, context: { database, clock } }) => {
      const week = await findWeek(database, account.id).executeTakeFirst();
      const timeZone = week?.timeZone ?? utc;
      const today = clock().toZonedDateTimeISO(timeZone).toPlainDate().toString();
      const hours = await listHours(database, account.id).execute();
      const exceptions = await listExceptions(database, [account.id], today).execute();
      const plain = ({ weekday, from, to }: (typeof hours)[number]) => ({ weekday, from, to });
      return {
        timeZone,
        hours: hours.filter(({ counts }) => counts).map(plain),
        unconfirmed: hours.filter(({ counts }) => !counts).map(plain),
        exceptions: exceptions.map(({ userId: _, ...row }) => ({
          ...row,
          inWords: dateInWords(Temporal.PlainDate.from(row.date)),
        })),
      };
    },
  }),
  command({
    name: "saveWeek",
    method: "PUT",
    url: "/api/availability/week",
    tag,
    summary: "Save the hours of your week",
    access: "member",
    body: weekBody,
    answer: weekSaved,
    refusals: ["conflict"],
    audit: { action: "save_week", resource: "UserWeek", keeps: ["timeZone"] },
    handle: async ({ account, body, commit, context: { vault, clock } }) =>
      commit(async (tx) => {
        const timeZone = (await findWeek(tx, account.id).executeTakeFirst())?.timeZone ?? utc;
        const rows = await listHours(tx, account.id).execute();
        const hours = rows
          .filter(({ counts }) => counts)
          .map(({ weekday, from, to }) => ({ weekday, from, to }));
        await saveWeek(tx, account.id, body).catch(refused);
        const before = { timeZone, hours };
        const change = {
          userId: account.id,
          command: "saveWeek",
          subjectId: account.id,
          before,
          now: clock(),
        };
        return { id: account.id, answer: { undo: await undoable(tx, vault, change) } };
      }),
  }),
  command({
    name: "addException",
    url: "/api/availability/exceptions",
    tag,
    summary: "Say that you have time, or none, at hours of one date",
    access: "member",
    body: exceptionBody,
    status: 201,
    answer: exceptionSaved,
    refusals: ["conflict"],
    audit: { action: "add_exception", resource: "AvailabilityException" },
    handle: async ({ account, body, commit, context: { vault, clock } }) =>
      commit(async (tx) => {
        const timeZone = (await findWeek(tx, account.id).executeTakeFirst())?.timeZone ?? utc;
        const today = clock().toZonedDateTimeISO(timeZone).toPlainDate().toString();
        if (body.date < today) throw new ApiError("invalid_request", "Choose today or a later date.");
        await saveZone(tx, account.id, timeZone).execute();
        const known = await listExceptions(tx, [account.id], today).execute();
        if (known.length >= mostExceptions)
          throw new ApiError("conflict", `You can have ${mostExceptions} dates at most. Remove one first.`);
        const { id } = await insertException(tx, account.id, body).executeTakeFirstOrThrow().catch(refused);
        const change = {
          userId: account.id,
          command: "addException",
          subjectId: id,
          before: null,
          now: clock(),
        };
        return { id, answer: { id, undo: await undoable(tx, vault, change) } };
      }),
  }),
  command({
    name: "removeException",
    method: "DELETE",
    url: "/api/availability/exceptions/:id",
    tag,
    summary: "Take out hours of one date, so that the week counts again",
    access: "member",
    params: exceptionParams,
    answer: exceptionSaved,
    audit: { action: "remove_exception", resource: "AvailabilityException", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit, context: { vault, clock } }) =>
      commit(async (tx) => {
        const removed = await setExceptionRemoved(tx, account.id, id, true).executeTakeFirst();
        if (!removed) throw notFound("entry");
        const change = {
          userId: account.id,
          command: "removeException",
          subjectId: id,
          before: null,
          now: clock(),
        };
        return { id, answer: { id, undo: await undoable(tx, vault, change) } };
      }),
  }),
];

const overlaps = ["UserAvailability_no_overlap", "AvailabilityException_no_overlap"];

function refused(error: unknown): never {
  if (overlaps.includes(violatedConstraint(error) ?? ""))
    throw new ApiError(
      "conflict",
      "These hours overlap others that you have saved. Change one of them, or join them.",
    );
  throw error;
}
