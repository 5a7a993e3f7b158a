import type { z } from "zod";
import { TERSE } from "../database/server.ts";
import { Failure } from "../terminal/exit.ts";
import { lastLine } from "./bench.ts";
import { docker, type Machine } from "./machine.ts";

/** A server that answers on a local socket in a container. */
export interface SocketServer {
  readonly machine: Machine;
  readonly container: string;
  /** Folder of the socket. */
  readonly socket: string;
}

/** What an event trigger or a limit of the restored cluster could do to whoever looks at it. */
const OPTIONS = "-c event_triggers=off -c statement_timeout=0 -c synchronous_commit=local";

/** Runs one query as the superuser and reads its single value as JSON; undefined when the server does not answer. */
export async function askJson<T>(
  { machine, container, socket }: SocketServer,
  { database, sql, schema, values = {} }: SqlQuestion<T>,
): Promise<T> {
  const psql = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", ...TERSE];
  const login = ["--host", socket, "--username", "postgres", "--dbname", database];
  const set = Object.entries(values).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
  const exec = ["exec", "--interactive", "--user", "999:999", "--env", `PGOPTIONS=${OPTIONS}`, container];
  const { code, stdout, stderr } = await docker(machine, [...exec, ...psql, ...login, ...set], sql);
  if (code === 0) return schema.parse(JSON.parse(stdout));
  throw new Failure("failed", `${container} refused to answer: ${lastLine(stderr)}`);
}

/** A query and the form of its value; `values` are psql's variables, quoted by psql itself as `:'name'`. */
interface SqlQuestion<T> {
  readonly database: string;
  readonly sql: string;
  readonly schema: z.ZodType<T>;
  readonly values?: Readonly<Record<string, string>>;
}
