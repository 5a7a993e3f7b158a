import { ApiError, notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { page, placeOf } from "../api/page.ts";
import { query } from "../api/query.ts";
import { undoable } from "../undo/undoable.ts";
import { act, placeIn } from "./act.ts";
import { changeScript } from "./change-script.ts";
import { leave } from "./leave.ts";
import { setAttendance } from "./places.ts";
import { listSessions } from "./queries.ts";
import {
  attendanceAnswer,
  attendanceBody,
  changedScript,
  changedSession,
  scriptChange,
  sessionAnswer,
  sessionParams,
  sessionsAnswer,
  sessionsQuery,
} from "./schemas.ts";
import { viewSession, viewSessions } from "./view.ts";

const tag = "Sessions";
const params = sessionParams;

/** Scheduled sessions: look, change, pause, leave. */
export const routes = [
  query({
    name: "listScheduledSessions",
    url: "/api/sessions",
    tag,
    summary: "List your sessions: the next one first, or of those that are over the last one first",
    access: "member",
    query: sessionsQuery,
    answer: sessionsAnswer,
    handle: async ({ account, query: { when, limit, after }, context: { database, clock } }) => {
      const now = new Date(clock().epochMilliseconds);
      const wanted = { userId: account.id, when, now, limit: limit + 1, after: placeOf(after) };
      const rows = await listSessions(database, wanted).execute();
      const shown = new Map((await viewSessions(database, account.id, rows)).map((row) => [row.id, row]));
      const { items, next } = page(rows, limit, ({ id }) => shown.get(id));
      return { items: items.filter((item) => item !== undefined), next };
    },
  }),
  query({
    name: "readScheduledSession",
    url: "/api/sessions/:id",
    tag,
    summary: "Read a session with its script",
    access: "member",
    params,
    answer: sessionAnswer,
    handle: async ({ account, params: { id }, context: { database } }) => {
      const shown = await viewSession(database, account.id, id);
      if (!shown) throw notFound("session");
      return shown;
    },
  }),
  command({
    name: "changeScript",
    method: "PUT",
    url: "/api/sessions/:id/script",
    tag,
    summary: "Change the script of a session that nobody has agreed to yet",
    access: "verified",
    params,
    body: scriptChange,
    answer: changedScript,
    refusals: ["conflict", "stale"],
    audit: { action: "change_script", resource: "ScheduledSession", keeps: ["id", "scriptVersion"] },
    handle: async ({ account, params: { id }, body, commit, context: { clock, vault } }) =>
      commit(async (tx) => {
        const now = clock();
        const change = {
          sessionId: id,
          hostId: account.id,
          seenVersion: body.scriptVersion,
          script: body.script,
          now,
        };
        const { before, version } = await changeScript(tx, change);
        const undone = { script: before, version };
        const undo = await undoable(tx, vault, {
          userId: account.id,
          command: "changeScript",
          subjectId: id,
          before: undone,
          now,
        });
        return { id, answer: { id, scriptVersion: version, undo } };
      }),
  }),
  command({
    name: "leaveSession",
    url: "/api/sessions/:id/leave",
    tag,
    summary: "Leave a session, at any time and without a reason",
    access: "member",
    params,
    answer: changedSession,
    refusals: ["conflict"],
    audit: { action: "leave_session", resource: "ScheduledSession", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit, context: { clock, vault } }) =>
      commit(async (tx) => {
        const now = clock();
        await placeIn(tx, id, account.id);
        if (!(await leave(tx, { sessionId: id, userId: account.id, now })))
          throw new ApiError(
            "conflict",
            "You are not in this session any more, or it is over. You need to do nothing.",
          );
        const undo = await undoable(tx, vault, {
          userId: account.id,
          command: "leaveSession",
          subjectId: id,
          before: null,
          now,
        });
        return { id, answer: { id, status: "cancelled" as const, undo } };
      }),
  }),
  acting({
    on: "call_off",
    name: "callOffSession",
    path: "call-off",
    status: "cancelled",
    summary: "Call a session off that you proposed",
  }),
  acting({
    on: "pause",
    name: "pauseSession",
    path: "pause",
    status: "paused",
    summary: "Pause a session; nobody asks why",
  }),
  acting({
    on: "resume",
    name: "resumeSession",
    path: "resume",
    status: "scheduled",
    summary: "Go on after a pause",
  }),
  command({
    name: "setAttendance",
    method: "PUT",
    url: "/api/sessions/:id/attendance",
    tag,
    summary: "Say for yourself whether you were there; nobody else reads it",
    access: "member",
    params,
    body: attendanceBody,
    answer: attendanceAnswer,
    audit: { action: "set_attendance", resource: "ScheduledSession", keeps: ["id", "attendance"] },
    handle: async ({ account, params: { id }, body: { attendance }, commit, context: { clock, vault } }) =>
      commit(async (tx) => {
        const now = clock();
        const { attendance: before } = await placeIn(tx, id, account.id);
        await setAttendance(tx, id, account.id, attendance).execute();
        const undo = await undoable(tx, vault, {
          userId: account.id,
          command: "setAttendance",
          subjectId: id,
          before,
          now,
        });
        return { id, answer: { id, attendance, undo } };
      }),
  }),
];

/** Something that one of its people does to a session. */
interface Acting {
  on: "call_off" | "pause" | "resume";
  name: string;
  path: string;
  status: "cancelled" | "paused" | "scheduled";
  summary: string;
}

function acting({ on, name, path, status, summary }: Acting) {
  return command({
    name,
    url: `/api/sessions/:id/${path}`,
    tag,
    summary,
    access: "member",
    params,
    answer: changedSession,
    refusals: ["conflict"],
    audit: { action: `${on}_session`, resource: "ScheduledSession", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit, context: { clock, vault } }) =>
      commit(async (tx) => {
        const now = clock();
        const was = await act(tx, { sessionId: id, userId: account.id, on, now });
        const change = { userId: account.id, command: name, subjectId: id, before: was, now };
        const undo = on === "call_off" ? await undoable(tx, vault, change) : null;
        return { id, answer: { id, status, undo } };
      }),
  });
}
