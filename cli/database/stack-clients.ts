import { z } from "zod";
import { askAsSuperuser, inDocker, type Server } from "./server.ts";

/** A client that belongs to the stack: by what it logs in as, and from where. */
export interface StackClient {
  readonly role: string;
  /** Null for the local socket. */
  readonly client: string | null;
}

/** Who a service beside the server logs in as. The application's own sessions are the pooler's. */
const ROLES: Readonly<Record<string, string>> = {
  "tovplay-pgbouncer": "tovplay_app",
  "tovplay-guardian": "tovplay_guardian",
  "tovplay-postgres-exporter": "tovplay_monitor",
  "tovplay-backup": "tovplay_backup",
  "tovplay-wal-receiver": "tovplay_backup",
};

/** pgBackRest shares the server's socket. */
const pgBackRest: StackClient = { role: "tovplay_backup", client: null };

/** Label by which the stack's services are found where the server is. */
const SERVICE = "org.tovplay.service";

const FORMAT = `{{index .Config.Labels "${SERVICE}"}}{{range .NetworkSettings.Networks}} {{.IPAddress}} {{.GlobalIPv6Address}}{{end}}`;

/** The services in what `docker inspect` prints: a line `SERVICE ADDRESS...` each; a second cluster's are called `NAME-staging`. */
export function servicesIn(text: string): StackClient[] {
  return text.split("\n").flatMap((line) => {
    const [service = "", ...addresses] = line.split(" ").filter((word) => word !== "");
    const role = ROLES[service.replace(/-staging$/, "")];
    return role === undefined ? [] : addresses.map((client) => ({ role, client }));
  });
}

/** Rules that let one role in from one address: other hosts of the environment, where their poolers and services are. */
const hostsSql = `SELECT coalesce(json_agg(json_build_object('role', role, 'client', address)), '[]')
  FROM pg_hba_file_rules, unnest(user_name) AS role
  WHERE type = 'hostssl' AND netmask IN ('255.255.255.255', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')`;

/** Everybody whose sessions are a part of the stack. What a session calls itself does not count: PgBouncer empties that. */
export async function stackClients(server: Server): Promise<StackClient[]> {
  const [beside, hosts] = await Promise.all([
    servicesBeside(server),
    askAsSuperuser(server, hostsSql, z.array(z.object({ role: z.string(), client: z.string() }))),
  ]);
  return [pgBackRest, ...beside, ...hosts];
}

async function servicesBeside(server: Server): Promise<StackClient[]> {
  const list = await inDocker(server, ["ps", "--quiet", "--filter", `label=${SERVICE}`]);
  const ids = list.stdout.split("\n").filter((id) => id !== "");
  const { stdout } = await inDocker(server, ["inspect", "--type", "container", "--format", FORMAT, ...ids]);
  return servicesIn(stdout);
}
