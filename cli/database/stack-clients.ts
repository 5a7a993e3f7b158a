import { z } from "zod";
import { askAsSuperuser, inDocker, type Server } from "./server.ts";

/** A database client that is part of the stack, by its role and address. */
export interface StackClient {
  readonly role: string;
  /** Null for the local socket. */
  readonly client: string | null;
}

/** Role of each service beside the server. The application connects through the pooler. */
const ROLES: Readonly<Record<string, string>> = {
  "tovplay-pgbouncer": "tovplay_app",
  "tovplay-guardian": "tovplay_guardian",
  "tovplay-postgres-exporter": "tovplay_monitor",
  "tovplay-backup": "tovplay_backup",
  "tovplay-wal-receiver": "tovplay_backup",
};

/** pgBackRest shares the server's socket. */
const pgBackRest: StackClient = { role: "tovplay_backup", client: null };

/** Label of the stack's service containers. */
const SERVICE = "org.tovplay.service";

const FORMAT = `{{index .Config.Labels "${SERVICE}"}}{{range .NetworkSettings.Networks}} {{.IPAddress}} {{.GlobalIPv6Address}}{{end}}`;

/** Parses the output of `docker inspect`: lines `SERVICE ADDRESS...`; those of the staging cluster are called `NAME-staging`. */
export function servicesIn(text: string): StackClient[] {
  return text.split("\n").flatMap((line) => {
    const [service = "", ...addresses] = line.split(" ").filter((word) => word !== "");
    const role = ROLES[service.replace(/-staging$/, "")];
    return role === undefined ? [] : addresses.map((client) => ({ role, client }));
  });
}

/** pg_hba rules for one role from one address: the environment's other hosts with their poolers and services. */
const hostsSql = `SELECT coalesce(json_agg(json_build_object('role', role, 'client', address)), '[]')
  FROM pg_hba_file_rules, unnest(user_name) AS role
  WHERE type = 'hostssl' AND netmask IN ('255.255.255.255', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')`;

/** All clients that are part of the stack. Ignores application names, which PgBouncer clears. */
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
