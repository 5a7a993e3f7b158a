import type * as pulumi from "@pulumi/pulumi";
import { serverSettings } from "../../app/backend/src/settings.ts";
import type { ContainerArgs } from "../container/container.ts";
import { programEnvironment } from "../container/environment.ts";
import { httpCheck, type PublishedPort } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";
import { type Channels, channelParts } from "./channels.ts";

/** Name by which others on its networks reach the backend: both slots answer to it, and one of them runs. */
export const backendName = "tovplay-backend";

/** Port the backend listens on inside its container. */
export const backendPort = 5001;

/** User of the backend in its image. */
export const backendUser = 10001;

/** What the backend is built from. */
export interface BackendArgs extends ServiceArgs {
  /** Where users reach the site; cookies and the check of a request's origin go by it. */
  publicUrl: string;
  /** Address of the pooler. */
  databaseHost: string;
  databasePort: number;
  database: pulumi.Input<string>;
  /** Name under which the pooler offers the database for sessions that last. */
  sessionDatabase: string;
  user: pulumi.Input<string>;
  password: pulumi.Input<string>;
  /** Cluster it has to find behind the pooler; any other one makes it unhealthy. */
  systemIdentifier: pulumi.Input<string>;
  /** Master key of the accounts in the database, in base64. */
  accountKeys: pulumi.Input<string>;
  ports: PublishedPort[];
  /** How it reaches people beyond the site's pages. */
  channels: Channels;
}

/** The container of the API. It reaches the database through the pooler only. */
export function backendContainer(args: BackendArgs): ContainerArgs {
  const passwordFile = "/run/secrets/database-password";
  const channels = channelParts(args.channels);
  const accountKeysFile = "/run/secrets/account-keys";
  return {
    ...args,
    user: backendUser,
    environment: programEnvironment("the backend", serverSettings, {
      PORT: String(backendPort),
      HOST: "0.0.0.0",
      PUBLIC_URL: args.publicUrl,
      DATABASE_HOST: args.databaseHost,
      DATABASE_PORT: String(args.databasePort),
      DATABASE_NAME: args.database,
      SESSION_DATABASE_NAME: args.sessionDatabase,
      DATABASE_USER: args.user,
      DATABASE_PASSWORD_FILE: passwordFile,
      DATABASE_SYSTEM_IDENTIFIER: args.systemIdentifier,
      ACCOUNT_MASTER_KEY_FILE: accountKeysFile,
      ...channels.environment,
    }),
    files: { [passwordFile]: args.password, [accountKeysFile]: args.accountKeys, ...channels.files },
    scratch: { "/tmp": 16 },
    health: httpCheck(backendPort, "/health/ready"),
    stopSeconds: 30,
  };
}
