import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import { httpCheck, type PublishedPort } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";
import { renderTemplate } from "../host/template.ts";
import { backendPort } from "./backend.ts";
import { frontendPort } from "./frontend.ts";

/** Port nginx listens on inside its container. */
export const nginxPort = 8080;

/** Arguments of {@link Nginx}. */
export interface NginxArgs extends ServiceArgs {
  backendHost: string;
  frontendHost: string;
  /** Requests a second that one client address may send to the API; 200 more may come at once. */
  apiRequestsPerSecond: number;
  ports: PublishedPort[];
}

/** The front door: `/api/` and `/socket.io/` to the backend, everything else to the frontend. */
export class Nginx extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: NginxArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Nginx", name, {}, opts);
    const { backendHost, frontendHost, apiRequestsPerSecond } = args;
    const settings = {
      backendHost,
      backendPort,
      frontendHost,
      frontendPort,
      apiRequestsPerSecond,
    };
    const container = new Container(
      name,
      {
        ...args,
        user: 101,
        files: {
          "/etc/nginx/nginx.conf": renderTemplate("nginx/nginx.conf", settings),
        },
        scratch: { "/tmp": 16 },
        health: httpCheck(nginxPort, "/nginx-health"),
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}
