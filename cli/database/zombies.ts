import { z } from "zod";
import type { StackClient } from "./stack-clients.ts";

/** A client's session, as PostgreSQL tells of it. */
export const sessionSchema = z.object({
  pid: z.number().int(),
  /** When the session began: with `pid` it names the session, since process numbers come back. */
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

/** Every client's session but the one that asks, as a JSON array. */
export const sessionsSql = `SELECT coalesce(json_agg(session ORDER BY session.seconds DESC), '[]') FROM (
  SELECT pid, backend_start::text AS began, usename AS role, datname AS database, host(client_addr) AS client,
    application_name AS application, state,
    greatest(0, extract(epoch FROM now() - coalesce(state_change, backend_start)))::float8 AS seconds
  FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
) AS session`;

/**
 * Whether nobody would miss a session: idle for `limit` seconds, in a transaction or not, or idle and without a name. One of the
 * stack's own `clients` may idle, as a pool's sessions do, but not in a transaction.
 */
export function isZombie(session: Session, limit: number, clients: readonly StackClient[]): boolean {
  const { state, seconds, application, role, client } = session;
  if (state === null || !state.startsWith("idle")) return false;
  const own = clients.some((known) => known.role === role && known.client === client);
  if (own) return state !== "idle" && seconds >= limit;
  return seconds >= limit || application === "";
}

/** Ends sessions as long as each is still idle and still the same; a JSON array of those that were ended. */
export function terminateSql(sessions: readonly Session[]): string {
  const wanted = JSON.stringify(sessions.map(({ pid, began }) => ({ pid, began })));
  return `SELECT coalesce(json_agg(ended), '[]') FROM (
  SELECT activity.pid FROM pg_stat_activity AS activity
  JOIN json_to_recordset('${wanted.replaceAll("'", "''")}') AS wanted(pid int, began text)
    ON activity.pid = wanted.pid AND activity.backend_start::text = wanted.began
  WHERE activity.state LIKE 'idle%' AND pg_terminate_backend(activity.pid)
) AS ended`;
}

/** Rows of a table, its heading first. */
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
