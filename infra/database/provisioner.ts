import { Provider } from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceContext } from "../host/service.ts";
import { renderTemplate } from "../host/template.ts";
import { Password } from "./password.ts";
import { provisioningPort } from "./provisioning-window.ts";
import { forbiddenRoles } from "./roles.ts";
import { superuserSql } from "./superuser-sql.ts";

/** Arguments of {@link Provisioner}. */
export interface ProvisionerArgs {
  context: ServiceContext;
  /** The server, done when it answers. */
  server: pulumi.Resource & { containerName: string };
  /** Port of this machine's loopback at which this program reaches the server. */
  localPort: number;
  /** Port of the host's loopback that it leads to. Default: the server is on this machine, at `localPort`. */
  remotePort?: number;
}

/**
 * The role `tovplay_provisioner`, through which the program declares roles, databases and grants. The superuser sets it
 * up over the local socket: nobody can log in over TCP with more rights than that, and as the provisioner only while a
 * program runs.
 */
export class Provisioner extends pulumi.ComponentResource {
  readonly provider: Provider;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  /** Done when the role is there. */
  readonly ready: pulumi.Resource;
  readonly context: ServiceContext;
  /** Name of the server's container. */
  readonly container: string;

  constructor(name: string, args: ProvisionerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Provisioner", name, {}, opts);
    const { context, server, localPort, remotePort } = args;
    this.context = context;
    this.container = server.containerName;
    const password = new Password(name, { parent: this });
    const role = superuserSql(
      `${name}-role`,
      {
        context,
        container: this.container,
        // Nobody else can connect there, and hold up its locks.
        database: "template1",
        sql: password.verifier.apply((provisionerVerifier) =>
          renderTemplate("postgresql/provision.sql", { provisionerVerifier, forbiddenRoles }),
        ),
        observe: maintenanceAccess,
      },
      { parent: this, dependsOn: server },
    );
    this.ready = role;
    this.password = password.value;
    const window = { connection: context.host?.connection, container: this.container, localPort, remotePort };
    this.provider = provisioningProvider(
      `${name}-provider`,
      {
        port: context.running ? provisioningPort(window, role.stdout) : localPort,
        password: password.value,
      },
      { parent: this, dependsOn: role },
    );
    this.registerOutputs({});
  }
}

/** Who may do what with the maintenance databases, and who is a member of a role that should have no members. */
const maintenanceAccess = `
SELECT concat_ws(' ',
  (SELECT string_agg(datname || '=' || datacl::text, ' ' ORDER BY datname) FROM pg_database
    WHERE datname IN ('postgres', 'template0', 'template1')),
  (SELECT string_agg(roleid::regrole || '>' || member::regrole, ' ' ORDER BY roleid::regrole::text, member::regrole::text)
    FROM pg_auth_members WHERE roleid::regrole::text IN (${forbiddenRoles.map((role) => `'${role}'`).join(", ")})))`;

/** Where {@link provisioningProvider} logs in. */
export interface ProvisioningLogin {
  /** Port of this machine's loopback, directly or through an SSH forward: the connection itself is not encrypted. */
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
      host: "127.0.0.1",
      username: "tovplay_provisioner",
      database: "postgres",
      sslmode: "disable",
      superuser: false,
      connectTimeout: 15,
    },
    opts,
  );
}
