import * as pulumi from "@pulumi/pulumi";
import { Container } from "./container.ts";
import type { PublishedPort } from "./container-settings.ts";
import type { DatabaseLogin } from "./database-access.ts";
import type { ServiceArgs } from "./service.ts";
import { renderTemplate } from "./template.ts";

/** Arguments of {@link PgBouncer}. */
export interface PgBouncerArgs extends ServiceArgs {
  database: string;
  databaseHost: string;
  databasePort: number;
  /** Clients at once. */
  maxClients: number;
  /** Connections to PostgreSQL that they share. */
  serverConnections: number;
  /** Roles that may come in. */
  users: DatabaseLogin[];
  ports: PublishedPort[];
}

/** PgBouncer in transaction mode, with SCRAM-SHA-256 on both sides and no password in clear. */
export class PgBouncer extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: PgBouncerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:PgBouncer", name, {}, opts);
    const { database, databaseHost, databasePort, maxClients, serverConnections } = args;
    const settings = { database, databaseHost, databasePort, maxClients, serverConnections };
    const container = new Container(
      name,
      {
        ...args,
        user: 70,
        files: {
          "/etc/pgbouncer/pgbouncer.ini": renderTemplate("pgbouncer/pgbouncer.ini", settings),
          "/etc/pgbouncer/userlist.txt": pulumi
            .output(args.users.map(({ user, verifier }) => ({ user, verifier })))
            .apply((users) => renderTemplate("pgbouncer/userlist.txt", { users })),
        },
        scratch: { "/tmp": 4 },
        health: { command: ["pg_isready", "--quiet", "--host=127.0.0.1", "--port=6432"] },
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}
