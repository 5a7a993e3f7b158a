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
  port: pulumi.Input<number>;
}

/**
 * The role `tovplay_provisioner`, through which the program declares roles, databases and grants. The superuser sets it
 * up over the local socket: nobody can log in over TCP with more rights than that.
 */
export class Provisioner extends pulumi.ComponentResource {
  readonly provider: Provider;
  /** Secret. */
  readonly password: pulumi.Output<string>;
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
    this.password = password.value;
    this.provider = provisioningProvider(
      `${name}-provider`,
      { host: args.host, port: args.port, password: password.value },
      { parent: this, dependsOn: this.ready },
    );
    this.registerOutputs({});
  }
}

/** Where and as whom {@link provisioningProvider} logs in. */
export interface ProvisioningLogin {
  /** Loopback, directly or through an SSH forward: the connection itself is not encrypted. */
  host: string;
  port: pulumi.Input<number>;
  /** Secret. */
  password: pulumi.Input<string>;
}

/** The provider that declares roles, databases and grants, logged in as `tovplay_provisioner`. */
export function provisioningProvider(
  name: string,
  login: ProvisioningLogin,
  opts: pulumi.ResourceOptions,
): Provider {
  return new Provider(
    name,
    {
      ...login,
      username: "tovplay_provisioner",
      database: "postgres",
      sslmode: "disable",
      superuser: false,
      connectTimeout: 15,
    },
    opts,
  );
}
