import { isIP } from "node:net";
import { loginRoles } from "./database-roles.ts";

/** Who may log in from where: a line of `pg_hba.conf`. */
export interface HbaRule {
  /** A role of the application's database that can log in. */
  role: string;
  /** One address, or `samenet`: the networks of the server's own container, to which its host belongs. */
  address: string;
  /** Only over TLS. Must be true for every address but `samenet`. */
  tls: boolean;
}

/** The roles that clients on one machine log in as, all of them on the container's own networks. */
export const sameNetwork: HbaRule[] = [
  "tovplay_app",
  "tovplay_viewer",
  "tovplay_migrator",
  "tovplay_monitor",
].map((role) => ({ role, address: "samenet", tls: false }));

/**
 * What an application host may log in as: its pooler as `tovplay_app`, its migrations as `tovplay_migrator`, and nobody else.
 * One address stands for both, so what keeps the pooler's clients from being the migrator is that the pooler does not know it.
 */
export function applicationHost(address: string): HbaRule[] {
  return ["tovplay_app", "tovplay_migrator"].map((role) => ({ role, address, tls: true }));
}

/**
 * Lines of `pg_hba.conf` for one database.
 * @throws when a rule names no login role, no single address, or lets a password pass another host's network in clear
 */
export function hbaLines(database: string, rules: HbaRule[]): string[] {
  const rows = rules.map((rule) => [...columns(database, rule)] as const);
  const widest = Math.max(0, ...rows.map(([, , , address]) => address.length));
  return rows.map(([type, name, role, address]) =>
    [
      type.padEnd(7),
      name.padEnd(databaseWidth(database)),
      role.padEnd(21),
      address.padEnd(widest + 2),
      method,
    ].join(" "),
  );
}

const method = "scram-sha-256";

/** As wide as the line of the provisioner, who may reach two databases. */
function databaseWidth(database: string): number {
  return `postgres,${database}`.length + 2;
}

function columns(database: string, { role, address, tls }: HbaRule): [string, string, string, string] {
  if (!loginRoles.includes(role))
    throw new Error(`${role} cannot be let in: choose from ${loginRoles.join(", ")}`);
  if (address === "samenet") return [tls ? "hostssl" : "host", database, role, address];
  const version = isIP(address);
  if (version === 0)
    throw new Error(`${address} cannot be let in: write the address of one host, or samenet`);
  if (!tls) throw new Error(`${role} from ${address} would send what it reads in clear: set tls to true`);
  return ["hostssl", database, role, `${address}/${version === 4 ? 32 : 128}`];
}
