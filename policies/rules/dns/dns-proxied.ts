import type { DnsRecordArgs } from "@pulumi/cloudflare/dnsRecord.js";
import type { Unwrap } from "@pulumi/pulumi";
import { resourcePolicy } from "../../resource-policy.ts";

export const policy = resourcePolicy<Unwrap<DnsRecordArgs>>({
  name: "dns-proxied",
  why: "A record that is not proxied tells everybody a host's address, past every protection that Cloudflare offers.",
  mend: "Set proxied to true, or reach the host by an address that is only in the settings.",
  advisory: true,
  kinds: { "cloudflare:index/dnsRecord:DnsRecord": "Record" },
  decide: ({ type, name, content = "", proxied }) => {
    if (proxied || !leadsToHost(type, name, content)) return undefined;
    return `gives away where ${name} is (${type} ${content}, not proxied)`;
  },
});

/** An address is a host's; an alias is one when it leads to a name of the same domain. Others' hosts are for others to hide. */
function leadsToHost(type: string, name: string, content: string): boolean {
  if (type === "A" || type === "AAAA") return true;
  return type === "CNAME" && domainOf(content) === domainOf(name);
}

const domainOf = (name: string) => name.replace(/\.$/, "").split(".").slice(-2).join(".");
