import * as pulumi from "@pulumi/pulumi";
import { HostFile, hashedPath } from "./file.ts";
import { script } from "./script.ts";
import type { ServiceContext } from "./service.ts";

/** Folder of a container in which the scripts of its health check are. */
const insideFolder = "/run/tovplay";

/** The health check that a container of any image runs; see the script itself for its arguments. */
export const healthCommand = ["sh", `${insideFolder}/health.sh`];

const names = ["health", "watch"] as const;

/** The scripts of the health checks on a host: made once, mounted into every container. */
export class HealthFiles extends pulumi.ComponentResource {
  constructor(
    name: string,
    args: Pick<ServiceContext, "filesDirectory" | "host">,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("tovplay:infra:HealthFiles", name, {}, opts);
    for (const file of names) {
      const content = script(`host/${file}`);
      new HostFile(
        `${name}-${file}`,
        { context: args, path: `${file}.sh`, content, owner: 0, everybody: true },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

/** Where the scripts are: on the host and inside a container. What mounts them has to depend on {@link HealthFiles}. */
export function healthMounts(filesDirectory: string) {
  return names.map((name) => ({
    type: "bind",
    source: hashedPath(filesDirectory, `${name}.sh`, script(`host/${name}`)),
    target: `${insideFolder}/${name}.sh`,
    readOnly: true,
  }));
}
