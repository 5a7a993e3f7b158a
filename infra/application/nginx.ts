import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import { httpCheck, type PublishedPort } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";
import { type ContainerSite, containerSite } from "./container-site.ts";
import { siteDirectory } from "./pages.ts";

/** Port nginx listens on inside its container. */
export const nginxPort = 8080;

/** Arguments of {@link Nginx}. */
export interface NginxArgs extends ServiceArgs, Omit<ContainerSite, "containerPort"> {
  /** Folder of the host with the pages and the flags of the site. */
  site: string;
  ports: PublishedPort[];
}

/** The front door of a machine that has no nginx of its own: the site as hosts serve it, without TLS. */
export class Nginx extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: NginxArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Nginx", name, {}, opts);
    const { configuration, maintenancePage } = containerSite({ ...args, containerPort: nginxPort });
    const container = new Container(
      name,
      {
        ...args,
        user: 101,
        files: {
          "/etc/nginx/nginx.conf": configuration,
          "/etc/nginx/tovplay/maintenance.html": maintenancePage,
        },
        hostPaths: { [siteDirectory]: args.site },
        scratch: { "/tmp": 16 },
        health: httpCheck(nginxPort, "/nginx-health"),
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}
