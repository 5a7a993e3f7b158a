import { z } from "zod";
import { askAsSuperuser, inDocker, type StackServer } from "./server.ts";

/** A database client that is part of the stack, by its role and address. */
export interface StackClient {
  role: string;
  /** Null for the local socket. */
  client: string | null;
}

/** pgBackRest shares the server's socket. */
const pgBackRest: StackClient = { role: "tovplay_backup", client: null };

const format = "{{.Name}}{{range .NetworkSettings.Networks}} {{.IPAddress}} {{.GlobalIPv6Address}}{{end}}";

/** The addresses of `clients` in what `docker inspect` prints: a line `/CONTAINER ADDRESS...` each. */
export function clientsIn(text: string, clients: StackServer["clients"]): StackClient[] {
  return text.split("\n").flatMap((line) => {
    const [name, ...addresses] = line.split(" ").filter((word) => word !== "");
    const known = clients.filter(({ container }) => name === `/${container}`);
    return known.flatMap(({ role }) => addresses.map((client) => ({ role, client })));
  });
}

/** pg_hba rules for one role from one address: the environment's other hosts with their poolers and services. */
const hostsSql = `SELECT coalesce(json_agg(json_build_object('role', role, 'client', address)), '[]')
  FROM pg_hba_file_rules, unnest(user_name) AS role
  WHERE type = 'hostssl' AND netmask IN ('255.255.255.255', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')`;

/** Everybody whose sessions are a part of the stack. What a session calls itself does not count: PgBouncer empties that. */
export async function stackClients(server: StackServer): Promise<StackClient[]> {
  const [beside, hosts] = await Promise.all([
    clientsBeside(server),
    askAsSuperuser(server, hostsSql, z.array(z.object({ role: z.string(), client: z.string() }))),
  ]);
  return [pgBackRest, ...beside, ...hosts];
}

/** A client whose container is not there has no sessions; Docker prints the others. */
async function clientsBeside(server: StackServer): Promise<StackClient[]> {
  const names = server.clients.map(({ container }) => container);
  const { stdout } = await inDocker(server, ["inspect", "--type", "container", "--format", format, ...names]);
  return clientsIn(stdout, server.clients);
}
