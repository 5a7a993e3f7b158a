import { isIP } from "node:net";
import { renderTemplate } from "../../host/template.ts";
import { backup, loginRoles } from "../roles.ts";

/** Who may log in from where: a line of `pg_hba.conf`. */
export interface HbaRule {
  /** A role of the application's database that can log in. */
  role: string;
  /** One address, or `samenet`: the networks of the server's own container, to which its host belongs. */
  address: string;
  /** Only over TLS. Must be true for every address but `samenet`. */
  tls: boolean;
  /** May stream the whole cluster too; for {@link backup} only. Default: false. */
  replication?: boolean;
}

/** What clients on one machine log in as, all of them on the container's own networks. */
export const sameNetwork: HbaRule[] = [
  "tovplay_app",
  "tovplay_viewer",
  "tovplay_migrator",
  "tovplay_monitor",
  "tovplay_guardian",
  backup,
].map(besideServer);

/** A role that comes from the container's own networks, as services on the database host itself do. */
export function besideServer(role: string): HbaRule {
  return { role, address: "samenet", tls: false, ...(role === backup ? { replication: true } : {}) };
}

/**
 * What an application host may log in as: its pooler as `tovplay_app`, its migrations as `tovplay_migrator`, and nobody else.
 * One address stands for both, so what keeps the pooler's clients from being the migrator is that the pooler does not know it.
 */
export function applicationHost(address: string): HbaRule[] {
  return ["tovplay_app", "tovplay_migrator"].map((role) => ({ role, address, tls: true }));
}

/** What the host that keeps backups may log in as: it streams the write-ahead log, dumps, and writes down its runs. */
export function backupHost(address: string): HbaRule[] {
  return [{ role: backup, address, tls: true, replication: true }];
}

/**
 * `pg_hba.conf` for one database. The operating system's user of the server comes by the local socket, as the superuser or as
 * any login role; the provisioner from the container's own networks, everybody else as the rules say.
 * @throws when a rule names no login role, no single address, lets a password pass another host's network in clear, or lets
 *   another role than {@link backup} copy the cluster
 */
export function hbaFile(database: string, rules: HbaRule[]): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(database) || reserved.includes(database.toLowerCase()))
    throw new Error(
      `${database} is not a valid database name for pg_hba.conf: use letters, digits and underscores`,
    );
  const lines = [
    ["local", "all", "postgres", "", "peer"],
    ["local", `postgres,${database}`, backup, "", "peer map=backup"],
    ...people.map((role) => ["local", database, role, "", "peer map=logins"]),
    ["local", "all", "all", "", "reject"],
    ["host", `postgres,${database}`, "tovplay_provisioner", "samenet", scram],
    ...rules.map((rule) => columns(database, rule)),
    ["host", "all", "all", "all", "reject"],
    ["host", "replication", "all", "all", "reject"],
  ];
  return renderTemplate("postgresql/pg_hba.conf", { lines: aligned(lines) });
}

const scram = "scram-sha-256";

/** Who can be looked around as from the server's own host; pgBackRest's role has a line of its own. */
const people = loginRoles.filter((role) => role !== backup);

/** Words that mean something else than a database of that name. */
const reserved = ["all", "sameuser", "samerole", "samegroup", "replication"];

function columns(database: string, { role, address, tls, replication = false }: HbaRule): string[] {
  if (!loginRoles.includes(role))
    throw new Error(`${role} cannot be admitted: choose from ${loginRoles.join(", ")}`);
  if (replication && role !== backup) throw new Error(`${role} may not copy the cluster: only ${backup} may`);
  const names = replication ? `${database},replication` : database;
  if (address === "samenet") return [tls ? "hostssl" : "host", names, role, address, scram];
  const version = isIP(address);
  if (version === 0)
    throw new Error(`${address} cannot be admitted: give the address of one host, or samenet`);
  if (!tls) throw new Error(`${role} from ${address} would connect unencrypted: set tls to true`);
  return ["hostssl", names, role, `${address}/${version === 4 ? 32 : 128}`, scram];
}

/** Lines whose columns begin below each other. */
function aligned(lines: string[][]): string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("   ")
      .trimEnd(),
  );
}
