import { createHash } from "node:crypto";
import { posix } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { script } from "../../host/script.ts";
import { nameOnHost, type ServiceContext } from "../../host/service.ts";
import { HostStep } from "../../host/step.ts";

/** Arguments of {@link HbaFile}. */
export interface HbaFileArgs {
  context: ServiceContext;
  /** The `pg_hba.conf`, as `hbaFile` in `infra/database/server/hba.ts` makes it. */
  content: string;
  /** Numeric user that the server runs as. */
  owner: number;
}

/**
 * `pg_hba.conf` of a server, in a folder of its host that the container mounts: rules change without a restart. A server that
 * runs judges the new rules before it takes them (`pg_hba_file_rules`), the ones before are back when it finds a fault; an
 * edit by hand is drift. The component's name is that of the server's container.
 */
export class HbaFile extends pulumi.ComponentResource {
  /** Absolute folder on the host, to be mounted at `/etc/postgresql/hba`. */
  readonly folder: string;

  constructor(name: string, args: HbaFileArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:HbaFile", name, {}, opts);
    const { context, content, owner } = args;
    const container = nameOnHost(name);
    this.folder = posix.join(context.filesDirectory, container, "hba");
    new HostStep(
      "AccessRules",
      `${name}-hba`,
      {
        connection: context.host?.connection,
        apply: script("database/hba"),
        observe: script("host/observe/file"),
        remove: script("host/remove-file"),
        environment: {
          CONTAINER: container,
          OWNER: String(owner),
          SHA256: createHash("sha256").update(content).digest("hex"),
          TARGET: posix.join(this.folder, "pg_hba.conf"),
        },
        stdin: content,
      },
      { parent: this, dependsOn: context.host?.ready ?? [], replaceOnChanges: ["environment.TARGET"] },
    );
    this.registerOutputs({ folder: this.folder });
  }
}
