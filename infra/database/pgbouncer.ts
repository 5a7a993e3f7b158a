import * as pulumi from "@pulumi/pulumi";
import { timeLimits } from "../../app/runtime/src/time-limits.ts";
import { Container } from "../container/container.ts";
import { loginCheck, type PublishedPort } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";
import { renderTemplate } from "../host/template.ts";
import type { DatabaseLogin } from "./access.ts";
import { sessionConnections } from "./roles.ts";

/** Port PgBouncer listens on. */
export const pgbouncerPort = 6432;

/** Name under which the pooler offers a database for sessions that last: jobs, and listening for notifications. */
export function sessionDatabase(database: string): string {
  return `${database}_session`;
}

/** Arguments of {@link PgBouncer}. */
export interface PgBouncerArgs extends ServiceArgs {
  database: string;
  databaseHost: pulumi.Input<string>;
  databasePort: pulumi.Input<number>;
  /** Clients at once. */
  maxClients: number;
  /** Connections to PostgreSQL that they share. */
  serverConnections: number;
  /** Roles that may come in, of {@link poolerRoles}. */
  users: DatabaseLogin[];
  /** Authority, in PEM form, that signed the certificate of a server on another host; that has to be for `databaseHost`. Default: no TLS. */
  serverTls?: { authority: pulumi.Input<string> };
  ports: PublishedPort[];
}

/**
 * The roles that the pooler knows: the application, and who reads its statistics. PgBouncer before 1.26.1 lets one of its
 * users become another one (CVE-2026-107350), so it must never know a role with more rights; see docs/decisions/0008.
 */
const poolerRoles = ["tovplay_app", "tovplay_monitor"];

/** PgBouncer in transaction mode, with SCRAM-SHA-256 on both sides and no password in clear. */
export class PgBouncer extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: PgBouncerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:PgBouncer", name, {}, opts);
    const container = new Container(
      name,
      {
        ...args,
        user: 70,
        holds: "connections",
        files: {
          ...poolerFiles(args),
          "/etc/pgbouncer/userlist.txt": pulumi
            .output(args.users.map(({ user, verifier }) => ({ user, verifier })))
            .apply(userList),
        },
        scratch: { "/tmp": 4 },
        health: loginCheck(pgbouncerPort, "tovplay_app", args.database),
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}

/** Configuration of the pooler, and the authority by which it knows a server on another host. */
function poolerFiles(args: PgBouncerArgs): Record<string, pulumi.Input<string>> {
  const { database, databaseHost, databasePort, maxClients, serverConnections, serverTls } = args;
  const settings = { database, databaseHost, databasePort, maxClients, serverConnections };
  return {
    "/etc/pgbouncer/pgbouncer.ini": pulumi
      .output({ ...settings, serverTls: serverTls !== undefined })
      .apply(poolerConfiguration),
    "/etc/pgbouncer/hba.conf": poolerAccess(database),
    ...(serverTls ? { "/etc/pgbouncer/database-authority.crt": serverTls.authority } : {}),
  };
}

/** What a pooler's configuration file depends on. */
interface PoolerSettings {
  database: string;
  databaseHost: string;
  databasePort: number;
  /** Whether the server has to show a certificate for `databaseHost`. */
  serverTls: boolean;
  maxClients: number;
  serverConnections: number;
}

/** Content of `pgbouncer.ini`. */
export function poolerConfiguration(settings: PoolerSettings): string {
  const limits = timeLimits.application;
  return renderTemplate("pgbouncer/pgbouncer.ini", {
    ...settings,
    sessionDatabase: sessionDatabase(settings.database),
    sessionConnections,
    port: pgbouncerPort,
    limits,
  });
}

/** Content of PgBouncer's `hba.conf`. */
export function poolerAccess(database: string): string {
  return renderTemplate("pgbouncer/hba.conf", { database, sessionDatabase: sessionDatabase(database) });
}

/**
 * Content of PgBouncer's `auth_file`.
 * @throws when it would hold a role that the pooler must not know
 */
export function userList(users: { user: string; verifier: string }[]): string {
  const foreign = users.find(({ user }) => !poolerRoles.includes(user));
  if (foreign) {
    throw new Error(`${foreign.user} must not use the pooler: allow only ${poolerRoles.join(" and ")}`);
  }
  return renderTemplate("pgbouncer/userlist.txt", { users });
}
