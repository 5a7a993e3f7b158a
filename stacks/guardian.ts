import type * as pulumi from "@pulumi/pulumi";
import { Volume } from "../infra/container/volume.ts";
import type { DatabaseAccess } from "../infra/database/access.ts";
import type { PostgresServer } from "../infra/database/server/postgres-server.ts";
import { postgresPort } from "../infra/database/server/settings.ts";
import { Guardian, type GuardianArgs } from "../infra/monitoring/guardian.ts";
import { databaseName } from "./database-name.ts";
import type { Host, HostImage } from "./host.ts";
import type { Environment } from "./settings/environment.ts";

/** What the guardian of a cluster watches, and whom it tells. */
export interface ClusterGuardianArgs
  extends Pick<
    GuardianArgs,
    "networks" | "log" | "systemIdentifier" | "cluster" | "alertmanagers" | "ports"
  > {
  environment: Environment<object>;
  host: Pick<Host, "context" | "at">;
  image: HostImage;
  server: PostgresServer;
  access: DatabaseAccess;
  /** Server connections that the cluster's poolers share. */
  poolConnections: number;
  after: pulumi.Resource[];
}

/** Watches over one PostgreSQL cluster from its own host. */
export function clusterGuardian(args: ClusterGuardianArgs): Guardian {
  const { environment, host, image, server, access, poolConnections, after, ...watched } = args;
  const { context, at } = host;
  return new Guardian(at("tovplay-guardian"), {
    ...watched,
    context,
    image: image.image,
    memory: 96,
    after: [...image.after, ...after],
    databaseHost: server.containerName,
    databasePort: postgresPort,
    ...access.login("tovplay_guardian"),
    access: { database: databaseName, poolConnections, tablePrivileges: environment.tablePrivileges },
    data: new Volume(at("tovplay-guardian-data"), { context, protect: false }).volumeName,
  });
}
