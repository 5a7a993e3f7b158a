import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { sshOptions } from "../../provider/ssh/options.ts";
import type { Connection } from "./connection.ts";
import { HealthFiles } from "./health-files.ts";
import { HostPreparation, type HostPreparationArgs } from "./preparation.ts";
import type { ServiceContext } from "./service.ts";

/** Arguments of {@link RemoteHost}. */
export interface RemoteHostArgs extends HostPreparationArgs {
  /** Name of the stack. */
  stack: string;
}

/** A Debian host that is prepared over SSH, with its Docker engine. Its services take `context`. */
export class RemoteHost extends pulumi.ComponentResource {
  readonly context: ServiceContext;

  constructor(name: string, args: RemoteHostArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:RemoteHost", name, {}, opts);
    const { connection, stack } = args;
    const preparation = new HostPreparation(name, args, { parent: this });
    const engine = new docker.Provider(
      `${name}-docker`,
      { host: engineAddress(preparation.deployUser, connection), sshOpts: sshOptions(connection) },
      { parent: this, dependsOn: preparation },
    );
    const place = {
      filesDirectory: "/var/lib/tovplay/files",
      host: { connection, docker: engine, ready: [preparation] },
    };
    const healthFiles = new HealthFiles(`${name}-health`, place, { parent: this });
    this.context = { ...place, stack, running: true, before: [healthFiles] };
    this.registerOutputs({});
  }
}

/** Address of a host's Docker engine, as the provider wants it. */
export function engineAddress(user: string, { host, port }: Pick<Connection, "host" | "port">): string {
  return `ssh://${user}@${host.includes(":") ? `[${host}]` : host}:${port}`;
}
