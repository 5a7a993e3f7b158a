import * as pulumi from "@pulumi/pulumi";
import { HostFile } from "../host/file.ts";
import { script } from "../host/script.ts";
import { heldBack, nameOnHost, type ServiceContext } from "../host/service.ts";
import { HostStep } from "../host/step.ts";
import { backendUser } from "./backend.ts";

/** Arguments of {@link Migrations}. */
export interface MigrationsArgs {
  context: ServiceContext;
  /** Image of the backend: it carries its migrations. */
  image: pulumi.Input<string>;
  /** Network on which the server answers by `databaseHost`. */
  network: pulumi.Input<string>;
  databaseHost: pulumi.Input<string>;
  databasePort: pulumi.Input<number>;
  database: pulumi.Input<string>;
  /** Authority, in PEM form, of a server on another host: then the connection is encrypted and the server's name checked. */
  authority?: string;
  /** Address of that server, so that no name server is asked for `databaseHost`. */
  address?: pulumi.Input<string>;
  user: pulumi.Input<string>;
  password: pulumi.Input<string>;
  /** What has to be there before, for example the image on the host. */
  after?: pulumi.Resource[];
  /** Password of the demo account of the reference data; secret. */
  demoPassword: pulumi.Input<string>;
}

/** What the migrations report of the database they ran in. */
export interface MigrationReport {
  database: string;
  /** Identifies the cluster for as long as it lives. */
  systemIdentifier: string;
  schemaVersion: number;
}

/** Brings the schema to the version that the image was written for: a step of its own, under a role of its own. */
export class Migrations extends pulumi.ComponentResource {
  readonly report: pulumi.Output<MigrationReport>;
  /** Settings of `infra/application/scripts/run-once.sh`, to run another program of the image in the same place. */
  readonly run: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: MigrationsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Migrations", name, {}, opts);
    const service = nameOnHost(name);
    const file = (path: string, content: pulumi.Input<string>) => {
      const { context } = args;
      const place = { context, path: `${service}/${path}`, content, owner: backendUser };
      return new HostFile(`${name}-${path}`, place, { parent: this });
    };
    const password = file("database-password", args.password);
    const demoPassword = file("demo-password", args.demoPassword);
    const authority = args.authority ? file("database-authority.crt", args.authority) : undefined;
    const settings = {
      NAME: service,
      STACK: args.context.stack,
      IMAGE: args.image,
      NETWORK: args.network,
      PASSWORD_FILE: password.path,
      DATABASE_HOST: args.databaseHost,
      DATABASE_PORT: pulumi.interpolate`${args.databasePort}`,
      DATABASE_NAME: args.database,
      DATABASE_USER: args.user,
      ...(authority ? { AUTHORITY_FILE: authority.path } : {}),
      ...(args.address !== undefined
        ? { ADD_HOST: pulumi.interpolate`${args.databaseHost}:${args.address}` }
        : {}),
    };
    const run = new HostStep(
      "Command",
      `${name}-run`,
      {
        connection: args.context.host?.connection,
        apply: script("application/run-once"),
        environment: { ...settings, ENTRY: "dist/migrate.js" },
      },
      {
        parent: this,
        dependsOn: [password, ...(authority ? [authority] : []), ...(args.after ?? [])],
        ignoreChanges: heldBack(args.context),
      },
    );
    this.report = run.stdout.apply(migrationReport);
    this.run = pulumi
      .output({ ...settings, SEED_PASSWORD_FILE: demoPassword.path })
      .apply((all): Record<string, string> => all);
    this.registerOutputs({ report: this.report });
  }
}

/** @throws when the last line printed is not the report of the migrations */
export function migrationReport(printed: string): MigrationReport {
  const line = printed.trim().split("\n").at(-1) ?? "";
  const { database, systemIdentifier, schemaVersion } = parsedObject(line);
  if (
    typeof database === "string" &&
    database &&
    typeof systemIdentifier === "string" &&
    Number.isInteger(schemaVersion)
  ) {
    return { database, systemIdentifier, schemaVersion: Number(schemaVersion) };
  }
  throw new Error(
    `the migrations reported ${JSON.stringify(line.slice(0, 120))}, which does not name a database; run ./tovrun up again`,
  );
}

function parsedObject(line: string): Partial<Record<keyof MigrationReport, unknown>> {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}
