import * as pulumi from "@pulumi/pulumi";
import { backendName, backendPort } from "../infra/application/backend.ts";
import { DnsZone } from "../infra/application/dns-zone.ts";
import { Network } from "../infra/container/network.ts";
import { alertmanagerPort } from "../infra/monitoring/alertmanager.ts";
import { guardianPort } from "../infra/monitoring/guardian.ts";
import { prometheusPort } from "../infra/monitoring/prometheus.ts";
import { application } from "./application.ts";
import type { ApplicationHost, ClusterOutputs } from "./application-host.ts";
import { monitoring, monitoringData } from "./monitoring.ts";
import { type ApplicationSettings, applicationSettings } from "./settings/application.ts";
import type { Environment } from "./settings/environment.ts";
import { hostsOutput } from "./settings/host.ts";
import { stack } from "./settings/stack.ts";

/** Production: the application on each of its hosts, the names that lead to them, and what watches over it. */
export const production = stack({
  settings: applicationSettings,
  declare: (environment) => {
    const { cloudflare, site, aliases, hosts } = environment.settings;
    const { url, first, database } = application(environment);
    const monitored = environment.settings.monitoring;
    if (monitored) watch(environment, first, database);
    if (cloudflare) {
      const addresses = hosts.map(({ address }) => address);
      new DnsZone("tovplay", {
        accountId: cloudflare.accountId,
        zone: cloudflare.zone,
        records: [site, ...aliases].map((name) => ({ name, addresses, proxied: true })),
      });
    }
    const { kind: logStore } = environment.logStore;
    return { url, hosts: hostsOutput(hosts), ...(monitored ? { logStore } : {}) };
  },
});

/** What watches over the first application host. */
function watch(
  environment: Environment<ApplicationSettings>,
  host: ApplicationHost,
  database: ClusterOutputs,
): void {
  const network = new Network(host.at("tovplay-monitoring"), { context: host.context }).networkName;
  monitoring({
    environment,
    host,
    network,
    targetNetworks: [host.poolNetwork],
    targets: [
      { job: "backend", address: `${backendName}:${backendPort}` },
      { job: "guardian", address: pulumi.interpolate`${database.name}:${guardianPort}` },
    ],
    addresses: database.addresses,
    pooler: {
      pgbouncer: host.pgbouncer,
      network: host.poolNetwork,
      login: database.login("tovplay_monitor"),
    },
    data: monitoringData(environment, host),
    ports: { prometheus: prometheusPort, alertmanager: alertmanagerPort, logs: 3100 },
  });
}
