import { readFileSync } from "node:fs";
import { z } from "zod";
import { type Connection, connectionSchema } from "../../provider/ssh/connection.ts";
import { shellQuote } from "../process/shell.ts";
import type { Question, Recorded } from "./question.ts";

const sql = readFileSync(new URL("catalogs.sql", import.meta.url), "utf8");
/** Runs in the server's container: a start there costs more than all statements. */
const inContainer = `for database in $(psql --username=postgres --dbname=postgres -XAtc 'SELECT datname FROM pg_database WHERE datallowconn ORDER BY datname'); do
  psql --username=postgres --dbname="$database" -v ON_ERROR_STOP=1 -XAtc ${shellQuote(sql)} || exit
done`;
const script = `exec docker exec "$CONTAINER" sh -c ${shellQuote(inContainer)}`;

const server = z.object({
  inputs: z.object({
    connection: connectionSchema.optional(),
    environment: z.object({ CONTAINER: z.string(), DATABASE: z.string() }),
  }),
});

/** Whether roles, databases or rights are part of a state: their provider alone can compare them with it. */
export function hasCatalogs(resources: readonly Recorded[]): boolean {
  return resources.some(({ type }) => type.startsWith("postgresql:"));
}

/** Asks for a hash of the roles, databases and rights of each server that a state has to do with. */
export function catalogQuestions(resources: readonly Recorded[]): Question[] {
  if (!hasCatalogs(resources)) return [];
  const servers = new Map<string, { connection: Connection | undefined; container: string }>();
  for (const each of resources) {
    const { data } = server.safeParse(each);
    if (!data) continue;
    const { connection, environment } = data.inputs;
    servers.set(`${connection?.host ?? ""}/${environment.CONTAINER}`, {
      connection,
      container: environment.CONTAINER,
    });
  }
  return [...servers].map(([about, { connection, container }]) => ({
    connection,
    about,
    script,
    environment: { CONTAINER: container },
    // Whether it is the one that was deployed, only an earlier answer tells.
    matches: (said) => /^[0-9a-f]{32}(\n[0-9a-f]{32})*$/.test(said),
  }));
}
