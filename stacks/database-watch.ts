import type * as pulumi from "@pulumi/pulumi";
import { Network } from "../infra/container/network.ts";
import { Volume } from "../infra/container/volume.ts";
import { Alertmanager, alertmanagerName, alertmanagerPort } from "../infra/monitoring/alertmanager.ts";
import { appImage } from "./app-image.ts";
import type { Host, HostImage } from "./host.ts";
import type { Environment } from "./settings/environment.ts";

/** What the guardians of the database host share: their image, and their own way to alert. */
export interface DatabaseWatch {
  image: HostImage;
  network: pulumi.Output<string>;
  alertmanager: Alertmanager;
}

/** An Alertmanager beside the guardians, so that their alarm needs no other host. */
export function databaseWatch(environment: Environment<object>, host: Host): DatabaseWatch {
  const { context, at, deliver } = host;
  const network = new Network(at("tovplay-alerts"), { context }).networkName;
  const alertmanager = new Alertmanager(at(alertmanagerName), {
    context,
    ...deliver("alertmanager", environment.images.alertmanager),
    memory: 64,
    networks: [network],
    data: new Volume(at("tovplay-alertmanager-data"), { context, protect: false }).volumeName,
    ports: [{ inside: alertmanagerPort, outside: alertmanagerPort }],
  });
  return { image: deliver("guardian", appImage(environment, "guardian")), network, alertmanager };
}
