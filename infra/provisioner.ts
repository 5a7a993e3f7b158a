import { Provider } from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";
import { HostStep } from "./host-step.ts";
import { Password } from "./password.ts";
import type { PostgresServer } from "./postgres-server.ts";
import { scriptText } from "./script.ts";
import { heldBack, type ServiceContext } from "./service.ts";
import { renderTemplate } from "./template.ts";

/** Arguments of {@link Provisioner}. */
export interface ProvisionerArgs {
  context: ServiceContext;
  /** Container of the server. */
  server: PostgresServer;
  /** Address and port at which this program reaches the server. */
  host: string;
  port: number;
}

/**
 * The role `tovplay_provisioner`, through which the program declares roles, databases and grants. The superuser sets it
 * up over the local socket: nobody can log in over TCP with more rights than that.
 */
export class Provisioner extends pulumi.ComponentResource {
  readonly provider: Provider;
  /** Done when the role can log in. */
  readonly ready: pulumi.Resource;

  constructor(name: string, args: ProvisionerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Provisioner", name, {}, opts);
    const password = new Password(name, { parent: this });
    const sql = password.verifier.apply((provisionerVerifier) =>
      renderTemplate("postgresql/provision.sql", { provisionerVerifier }),
    );
    this.ready = new HostStep(
      "Command",
      `${name}-role`,
      {
        connection: args.context.host?.connection,
        apply: scriptText("superuser-sql.sh"),
        environment: { CONTAINER: args.server.containerName },
        stdin: sql,
      },
      { parent: this, dependsOn: args.server, ignoreChanges: heldBack(args.context) },
    );
    this.provider = new Provider(
      `${name}-provider`,
      {
        host: args.host,
        port: args.port,
        username: "tovplay_provisioner",
        password: password.value,
        database: "postgres",
        sslmode: "disable",
        superuser: false,
        connectTimeout: 15,
      },
      { parent: this, dependsOn: this.ready },
    );
    this.registerOutputs({});
  }
}
