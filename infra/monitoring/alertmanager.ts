import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import { httpCheck, type PublishedPort } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";
import { readTemplate } from "../host/template.ts";

/** Port Alertmanager listens on inside its container. */
export const alertmanagerPort = 9093;

/** Name of the Alertmanager of a host. */
export const alertmanagerName = "tovplay-alertmanager";

/** Arguments of {@link Alertmanager}. */
export interface AlertmanagerArgs extends ServiceArgs {
  /** Volume that holds silences and what was sent. */
  data: pulumi.Input<string>;
  ports: PublishedPort[];
}

/** Alertmanager, a single one; alerts are seen on its page. */
export class Alertmanager extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: AlertmanagerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Alertmanager", name, {}, opts);
    const container = new Container(
      name,
      {
        ...args,
        user: 65534,
        command: [
          "--config.file=/etc/alertmanager/alertmanager.yml",
          "--storage.path=/alertmanager",
          "--cluster.listen-address=",
        ],
        files: { "/etc/alertmanager/alertmanager.yml": readTemplate("alertmanager/alertmanager.yml") },
        volumes: { "/alertmanager": args.data },
        health: httpCheck(alertmanagerPort, "/-/ready"),
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}
