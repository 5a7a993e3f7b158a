import * as pulumi from "@pulumi/pulumi";
import { Container, type ContainerArgs } from "../container/container.ts";
import type { PublishedPort } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";

/** Port the backend listens on inside its container. */
export const backendPort = 5001;

/** User of the backend in its image. */
export const backendUser = 10001;

/** Arguments of {@link Backend}. */
export interface BackendArgs extends ServiceArgs {
  /** Where users reach the site; cookies and the check of a request's origin go by it. */
  publicUrl: string;
  /** Address of the pooler. */
  databaseHost: string;
  databasePort: number;
  database: pulumi.Input<string>;
  user: pulumi.Input<string>;
  password: pulumi.Input<string>;
  /** Cluster it has to find behind the pooler; any other one makes it unhealthy. */
  systemIdentifier: pulumi.Input<string>;
  ports: PublishedPort[];
}

/** The API of the site. It reaches the database through the pooler only. */
export class Backend extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: BackendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Backend", name, {}, opts);
    const container = new Container(name, backendContainer(args), { parent: this });
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}

/** The backend's container, however it is brought up: in place of the one before, or beside it. */
export function backendContainer(args: BackendArgs): ContainerArgs {
  const passwordFile = "/run/secrets/database-password";
  return {
    ...args,
    user: backendUser,
    environment: {
      PORT: String(backendPort),
      HOST: "0.0.0.0",
      PUBLIC_URL: args.publicUrl,
      DATABASE_HOST: args.databaseHost,
      DATABASE_PORT: String(args.databasePort),
      DATABASE_NAME: args.database,
      DATABASE_USER: args.user,
      DATABASE_PASSWORD_FILE: passwordFile,
      DATABASE_SYSTEM_IDENTIFIER: args.systemIdentifier,
    },
    files: { [passwordFile]: args.password },
    scratch: { "/tmp": 16 },
    health: { command: ["node", "dist/health.js"] },
    stopSeconds: 30,
  };
}
