import * as pulumi from "@pulumi/pulumi";
import { guardianSettings } from "../../app/guardian/src/settings.ts";
import { Container, type ContainerArgs } from "../container/container.ts";
import { programEnvironment } from "../container/environment.ts";
import { httpCheck, type PublishedPort } from "../container/settings.ts";
import { type DeclaredAccessArgs, declaredAccess } from "../database/declared-access.ts";
import type { ServiceArgs } from "../host/service.ts";

/** Port the guardian listens on inside its container. */
export const guardianPort = 9188;

/** Arguments of {@link Guardian}. */
export interface GuardianArgs extends ServiceArgs {
  /** Name of the server's container, on a network of both: a pooler would hide the server. */
  databaseHost: string;
  databasePort: number;
  user: pulumi.Input<string>;
  password: pulumi.Input<string>;
  /** Cluster it has to find; any other one is an alert. */
  systemIdentifier: pulumi.Input<string>;
  /** Name of the database, and who may do what in it. */
  access: DeclaredAccessArgs;
  /** Volume with the server's structured log. */
  log: pulumi.Input<string>;
  /** Volume of what the guardian remembers. */
  data: pulumi.Input<string>;
  /** Label of its alerts: which database it is about. */
  cluster: string;
  /** Base addresses of the Alertmanagers that it tells, each of them everything. */
  alertmanagers: string[];
  /** Default: none, its metrics are asked for on its networks only. */
  ports?: PublishedPort[];
}

/** Watches over the database: its identity, its log, its access and its backups. It can change nothing there but its own records. */
export class Guardian extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: GuardianArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Guardian", name, {}, opts);
    const container = new Container(name, guardianContainer(args), { parent: this });
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}

const passwordFile = "/run/secrets/database-password";
const accessFile = "/etc/guardian/access.json";

/** The guardian's container. Its user is PostgreSQL's own, who alone may read the log; the volume of the log is read-only to it. */
export function guardianContainer(args: GuardianArgs): ContainerArgs {
  return {
    ...args,
    user: 999,
    environment: programEnvironment("the guardian", guardianSettings, {
      PORT: String(guardianPort),
      CLUSTER: args.cluster,
      DATABASE_HOST: args.databaseHost,
      DATABASE_PORT: String(args.databasePort),
      DATABASE_NAME: args.access.database,
      DATABASE_USER: args.user,
      DATABASE_PASSWORD_FILE: passwordFile,
      DATABASE_SYSTEM_IDENTIFIER: args.systemIdentifier,
      DATABASE_LOG_DIRECTORY: "/var/log/postgresql",
      DECLARED_ACCESS_FILE: accessFile,
      STATE_DIRECTORY: "/var/lib/tovplay/guardian",
      ...(args.alertmanagers.length > 0 ? { ALERTMANAGER_URL: args.alertmanagers.join(",") } : {}),
    }),
    files: {
      [passwordFile]: args.password,
      [accessFile]: `${JSON.stringify(declaredAccess(args.access), undefined, 2)}\n`,
    },
    volumes: { "/var/lib/tovplay/guardian": args.data },
    readVolumes: { "/var/log/postgresql": args.log },
    scratch: { "/tmp": 4 },
    health: httpCheck(guardianPort, "/health"),
  };
}
