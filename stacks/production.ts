import { DnsZone } from "../infra/application/dns-zone.ts";
import { application } from "./application.ts";
import { monitoring } from "./monitoring.ts";
import { applicationSettings } from "./settings/application.ts";
import { hostsOutput } from "./settings/host.ts";
import { stack } from "./settings/stack.ts";

/** Production: the application on each of its hosts, the names that lead to them, and what watches over it. */
export const production = stack({
  settings: applicationSettings,
  declare: (environment) => {
    const { cloudflare, site, aliases, hosts } = environment.settings;
    const { url, hosts: applicationHosts, database } = application(environment);
    const [first] = applicationHosts;
    const monitored = first !== undefined && environment.settings.monitoring;
    if (monitored) monitoring(environment, first, database);
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
