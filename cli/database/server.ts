import type { z } from "zod";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { deployedHosts, type Reader, sshCommand } from "../hosts/connections.ts";
import { type Command, captureCommand, type RemoteEnd } from "../hosts/remote.ts";
import { hostStack } from "../hosts/stacks.ts";
import { requireDocker } from "../machine/docker.ts";
import { Failure } from "../terminal/exit.ts";

/** The clusters of the database host. */
export const clusterNames = ["production", "staging"] as const;
export type ClusterName = (typeof clusterNames)[number];

/** Which PostgreSQL server is meant. */
export interface ServerChoice {
  /** `local`, or a stack of the database host. */
  readonly stack: string;
  /** One of the database host's clusters. */
  readonly cluster: string;
}

/** A PostgreSQL server's container, on this machine or on a database host. */
export interface Server {
  readonly container: string;
  /** Name by which pgBackRest knows it. */
  readonly stanza: string;
  /** Program and arguments that run `docker` with `args` where the server is. */
  docker(args: readonly string[], reader?: Reader): Command;
}

/** Ends psql at the first error, of which it prints the message only: DETAIL and CONTEXT hold values of rows. */
export const TERSE = ["--set", "ON_ERROR_STOP=1", "--set", "VERBOSITY=terse"];

const DATABASE_STACKS = ["database", "lab-database"];

/**
 * The server that was asked for. Pulumi is asked for hosts only: the local server is known by its name.
 * @throws {Failure} when there is none such, or it does not run
 */
export async function chosenServer({ stack, cluster }: ServerChoice): Promise<Server> {
  const server = stack === "local" ? localServer : await hostServer(stack, clusterOf(cluster));
  const { stdout, stderr, refused } = await inDocker(server, [
    "inspect",
    "--format",
    "{{.State.Running}}",
    server.container,
  ]);
  if (refused) throw new Failure("failed", refused);
  if (stdout.trim() === "true") return server;
  if (stack === "local") await requireDocker();
  const said = stderr.trim().split("\n").at(-1) ?? "";
  const mend = stack === "local" ? "'./tovrun up --profile database'" : `'./tovrun deploy ${stack}'`;
  const why = said && !said.includes("No such object") ? ` (${said})` : "";
  throw new Failure("unhealthy", `the database does not run${why}; bring it up with ${mend}`);
}

/** Runs Docker where the server is, and returns what it printed. */
export function inDocker(server: Server, args: readonly string[], input?: string): Promise<RemoteEnd> {
  return captureCommand(server.docker(args), input === undefined ? {} : { input });
}

/** What one statement of the superuser, over the local socket, returns as JSON. @throws {Failure} with the server's words */
export async function askAsSuperuser<T>(server: Server, sql: string, schema: z.ZodType<T>): Promise<T> {
  const psql = ["psql", "--no-psqlrc", "--tuples-only", "--no-align", ...TERSE];
  const login = ["--host", "/var/run/postgresql", "--username", "postgres", "--dbname", "postgres"];
  const exec = ["exec", "--interactive", "--user", "postgres", server.container];
  const { code, stdout, stderr } = await inDocker(server, [...exec, ...psql, ...login], sql);
  if (code === 0) return schema.parse(JSON.parse(stdout));
  throw new Failure("failed", `the database refused to answer: ${stderr.trim().split("\n").at(-1) ?? ""}`);
}

const localServer: Server = {
  container: "tovplay-postgres",
  stanza: "tovplay",
  docker: (args) => ({ file: "docker", args: [...args] }),
};

async function hostServer(given: string, cluster: ClusterName): Promise<Server> {
  if (!DATABASE_STACKS.includes(given))
    throw new Failure(
      "usage",
      `${given} has no database server; choose from local, ${DATABASE_STACKS.join(", ")}`,
    );
  const PULUMI_STACK = hostStack(given);
  const [host] = await deployedHosts({ ...(await quietEnvironment()), PULUMI_STACK });
  if (!host)
    throw new Failure("unhealthy", `the stack ${given} has no host; ./tovrun deploy ${given} makes it one`);
  return {
    container: cluster === "production" ? "tovplay-postgres" : `tovplay-postgres-${cluster}`,
    stanza: cluster === "production" ? "tovplay" : `tovplay-${cluster}`,
    docker: (args, reader) => sshCommand(host, ["docker", ...args], reader),
  };
}

function clusterOf(name: string): ClusterName {
  const found = clusterNames.find((known) => known === name);
  if (found) return found;
  throw new Failure("usage", `there is no cluster '${name}'; choose from ${clusterNames.join(", ")}`);
}
