import type { z } from "zod";
import { deployCommand } from "../engine/pulumi.ts";
import { type Reader, sshCommand } from "../hosts/connections.ts";
import { type Command, captureCommand, type RemoteEnd } from "../hosts/remote.ts";
import { Failure } from "../terminal/exit.ts";
import { type ClusterChoice, placedServer } from "./cluster.ts";

/** A PostgreSQL server's container, on this machine or on a database host. */
export interface Server {
  container: string;
  /** pgBackRest's name of its cluster. */
  stanza: string;
  /** The command that runs `docker` with `args` on the server's machine. */
  docker(args: readonly string[], reader?: Reader): Command;
}

/** The server of a deployed stack. */
export interface StackServer extends Server {
  /** The application's database. */
  database: string;
  /** Containers beside the server that log in to it, and the role of each. */
  clients: readonly { container: string; role: string }[];
}

/** Options that stop psql at the first error and print only its message: DETAIL and CONTEXT contain row values. */
export const terse = ["--set", "ON_ERROR_STOP=1", "--set", "VERBOSITY=terse"];

/** The selected server. @throws {Failure} when it does not exist or run */
export async function chosenServer(choice: ClusterChoice): Promise<StackServer> {
  const { host, ...parts } = await placedServer(choice);
  const server: StackServer = {
    ...parts,
    docker: (args, reader) =>
      host ? sshCommand(host, ["docker", ...args], reader) : { file: "docker", args: [...args] },
  };
  const { stdout, stderr, refused } = await inDocker(server, [
    "inspect",
    "--format",
    "{{.State.Running}}",
    server.container,
  ]);
  if (refused) throw new Failure("failed", refused);
  if (stdout.trim() === "true") return server;
  const said = stderr.trim().split("\n").at(-1) ?? "";
  const why = said && !said.includes("No such object") ? ` (${said})` : "";
  throw new Failure(
    "unhealthy",
    `the database is not running${why}; start it with '${deployCommand(choice.stack)}'`,
  );
}

/** Runs Docker on the server's machine; never throws for its exit code. */
export function inDocker(server: Server, args: readonly string[], input?: string): Promise<RemoteEnd> {
  return captureCommand(server.docker(args), input === undefined ? {} : { input });
}

/** Runs one query as the superuser and parses its single value as JSON. @throws {Failure} with the server's message */
export async function askAsSuperuser<T>(server: Server, sql: string, schema: z.ZodType<T>): Promise<T> {
  const psql = ["psql", "--no-psqlrc", "--tuples-only", "--no-align", ...terse];
  const login = ["--host", "/var/run/postgresql", "--username", "postgres", "--dbname", "postgres"];
  const exec = ["exec", "--interactive", "--user", "postgres", server.container];
  const { code, stdout, stderr } = await inDocker(server, [...exec, ...psql, ...login], sql);
  if (code === 0) return schema.parse(JSON.parse(stdout));
  throw new Failure("failed", `the database query failed: ${stderr.trim().split("\n").at(-1) ?? ""}`);
}
