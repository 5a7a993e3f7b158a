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
    if (first && environment.settings.monitoring) monitoring(environment, first, database);
    if (cloudflare) {
      const addresses = hosts.map(({ address }) => address);
      new DnsZone("tovplay", {
        accountId: cloudflare.accountId,
        zone: cloudflare.zone,
        records: [site, ...aliases].map((name) => ({ name, addresses, proxied: true })),
      });
    }
    return { url, hosts: hostsOutput(hosts) };
  },
});
