import { z } from "zod";
import type { StackClient } from "./stack-clients.ts";

/** A client session in pg_stat_activity. */
export const sessionSchema = z.object({
  pid: z.number().int(),
  /** Start of the session; together with `pid` unique, since process ids are reused. */
  began: z.string(),
  role: z.string().nullable(),
  database: z.string().nullable(),
  client: z.string().nullable(),
  application: z.string(),
  state: z.string().nullable(),
  /** Seconds in that state. */
  seconds: z.number(),
});
export type Session = z.infer<typeof sessionSchema>;

/** Query for all client sessions except its own, as a JSON array. */
export const sessionsSql = `SELECT coalesce(json_agg(session ORDER BY session.seconds DESC), '[]') FROM (
  SELECT pid, backend_start::text AS began, usename AS role, datname AS database, host(client_addr) AS client,
    application_name AS application, state,
    greatest(0, extract(epoch FROM now() - coalesce(state_change, backend_start)))::float8 AS seconds
  FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
) AS session`;

/**
 * Whether a session can be terminated: idle for `limit` seconds, in a transaction or not, or idle without an application name.
 * Sessions of the stack's `clients` may idle, as pooled ones do, but not in a transaction.
 */
export function isZombie(session: Session, limit: number, clients: readonly StackClient[]): boolean {
  const { state, seconds, application, role, client } = session;
  if (state === null || !state.startsWith("idle")) return false;
  const own = clients.some((known) => known.role === role && known.client === client);
  if (own) return state !== "idle" && seconds >= limit;
  return seconds >= limit || application === "";
}

/** Query that terminates sessions that are unchanged and still idle; returns their pids as a JSON array. */
export function terminateSql(sessions: readonly Session[]): string {
  const wanted = JSON.stringify(sessions.map(({ pid, began }) => ({ pid, began })));
  return `SELECT coalesce(json_agg(ended), '[]') FROM (
  SELECT activity.pid FROM pg_stat_activity AS activity
  JOIN json_to_recordset('${wanted.replaceAll("'", "''")}') AS wanted(pid int, began text)
    ON activity.pid = wanted.pid AND activity.backend_start::text = wanted.began
  WHERE activity.state LIKE 'idle%' AND pg_terminate_backend(activity.pid)
) AS ended`;
}

/** Sessions as table rows, heading first. */
export function zombieRows(sessions: readonly Session[], ended: readonly number[]): string[][] {
  return [
    [
      "PID",
      "ROLE",
      "DATABASE",
      "CLIENT",
      "APPLICATION",
      "STATE",
      "FOR",
      ...(ended.length > 0 ? ["ENDED"] : []),
    ],
    ...sessions.map(({ pid, role, database, client, application, state, seconds }) => [
      String(pid),
      role ?? "-",
      database ?? "-",
      client ?? "socket",
      application || "(unnamed)",
      state ?? "-",
      durationText(seconds),
      ...(ended.length > 0 ? [ended.includes(pid) ? "yes" : "no"] : []),
    ]),
  ];
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
