import type { z } from "zod";
import { TERSE } from "../database/server.ts";
import { Failure } from "../terminal/exit.ts";
import { docker, type Machine } from "./machine.ts";
import { lastLine } from "./restore-container.ts";

/** A server's local socket in a container. */
export interface SocketServer {
  readonly machine: Machine;
  readonly container: string;
  /** Folder of the socket. */
  readonly socket: string;
}

/** Keeps event triggers, limits and synchronous commits of the restored cluster out of the way. */
const OPTIONS = "-c event_triggers=off -c statement_timeout=0 -c synchronous_commit=local";

/** Runs one query as the superuser and parses its single value as JSON. @throws {Failure} with the server's message */
export async function askJson<T>(
  { machine, container, socket }: SocketServer,
  { database, sql, schema, values = {} }: SqlQuery<T>,
): Promise<T> {
  const psql = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", ...TERSE];
  const login = ["--host", socket, "--username", "postgres", "--dbname", database];
  const set = Object.entries(values).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
  const exec = ["exec", "--interactive", "--user", "999:999", "--env", `PGOPTIONS=${OPTIONS}`, container];
  const { code, stdout, stderr } = await docker(machine, [...exec, ...psql, ...login, ...set], sql);
  if (code === 0) return schema.parse(JSON.parse(stdout));
  throw new Failure("failed", `the query failed in ${container}: ${lastLine(stderr)}`);
}

/** A query and the schema of its value; `values` are psql variables, which psql quotes as `:'name'`. */
interface SqlQuery<T> {
  readonly database: string;
  readonly sql: string;
  readonly schema: z.ZodType<T>;
  readonly values?: Readonly<Record<string, string>>;
}
