import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import { httpCheck } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";

/** Port the frontend listens on inside its container. */
export const frontendPort = 8080;

/** The pages of the site: static files, served by the web server that their image carries. */
export class Frontend extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Frontend", name, {}, opts);
    const container = new Container(
      name,
      { ...args, user: 101, scratch: { "/tmp": 16 }, health: httpCheck(frontendPort, "/healthz") },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}
