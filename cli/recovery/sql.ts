import type { z } from "zod";
import { terse } from "../database/server.ts";
import { Failure } from "../terminal/exit.ts";
import { docker, type Machine } from "./machine.ts";
import { lastLine } from "./restore-container.ts";

/** A server's local socket in a container. */
export interface SocketServer {
  machine: Machine;
  container: string;
  /** Folder of the socket. */
  socket: string;
}

/** Keeps event triggers, limits and synchronous commits of the restored cluster out of the way. */
const options = "-c event_triggers=off -c statement_timeout=0 -c synchronous_commit=local";

/** Runs one query as the superuser and parses its single value as JSON. @throws {Failure} with the server's message */
export async function askJson<T>(
  { machine, container, socket }: SocketServer,
  { database, sql, schema, values = {} }: SqlQuery<T>,
): Promise<T> {
  const psql = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", ...terse];
  const login = ["--host", socket, "--username", "postgres", "--dbname", database];
  const set = Object.entries(values).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
  const exec = ["exec", "--interactive", "--user", "999:999", "--env", `PGOPTIONS=${options}`, container];
  const { code, stdout, stderr } = await docker(machine, [...exec, ...psql, ...login, ...set], sql);
  if (code === 0) return schema.parse(JSON.parse(stdout));
  throw new Failure("failed", `the query failed in ${container}: ${lastLine(stderr)}`);
}

/** A query and the schema of its value; `values` are psql variables, which psql quotes as `:'name'`. */
interface SqlQuery<T> {
  database: string;
  sql: string;
  schema: z.ZodType<T>;
  values?: Readonly<Record<string, string>>;
}
