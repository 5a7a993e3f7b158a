import { createHash } from "node:crypto";
import { posix } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { script } from "./script.ts";
import type { ServiceContext } from "./service.ts";
import { HostStep } from "./step.ts";

/** Arguments of {@link HostFile}. */
export interface HostFileArgs {
  context: Pick<ServiceContext, "filesDirectory" | "host">;
  /** Path below the host's folder for files, for example `pgbouncer/userlist.txt`. */
  path: string;
  /** What the file holds. A secret stays one: it travels by standard input and is encrypted in the state. */
  content: pulumi.Input<string>;
  /** Numeric user that may read the file: the one the container runs as. */
  owner: number;
  /** Whether every user may read it. Default: false. */
  everybody?: boolean;
}

/**
 * A file on the host to be mounted into a container. Its name ends in a hash of its content: a new content is a new file,
 * so the container that mounts it is replaced, and a file in use is never rewritten.
 */
export class HostFile extends pulumi.ComponentResource {
  /** Absolute path on the host; known in a preview whenever the content is, so what mounts it has to depend on this component. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, args: HostFileArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:HostFile", name, {}, opts);
    const target = pulumi
      .output(args.content)
      .apply((content) => hashedPath(args.context.filesDirectory, args.path, content));
    // The hash tells nothing of a content that holds a random password, and a secret path would hide every later change.
    this.path = pulumi.unsecret(target);
    const { host } = args.context;
    new HostStep(
      "File",
      `${name}-file`,
      {
        connection: host?.connection,
        apply: script("host/place-file"),
        observe: script("host/observe/file"),
        remove: script("host/remove-file"),
        environment: { TARGET: this.path, OWNER: String(args.owner), MODE: args.everybody ? "0444" : "0400" },
        stdin: args.content,
      },
      {
        parent: this,
        dependsOn: host?.ready ?? [],
        replaceOnChanges: ["environment.TARGET"],
      },
    );
    this.registerOutputs({ path: this.path });
  }
}

/** `directory/path.HASH`, where HASH is the first 16 hex digits of the content's SHA-256. */
export function hashedPath(directory: string, path: string, content: string): string {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  return posix.join(directory, `${path}.${hash}`);
}
