import type { DnsRecordArgs } from "@pulumi/cloudflare/dnsRecord.js";
import type { Unwrap } from "@pulumi/pulumi";
import { resourcePolicy } from "../../resource-policy.ts";

export const policy = resourcePolicy<Unwrap<DnsRecordArgs>>({
  name: "dns-proxied",
  why: "A record that is not proxied reveals the host's address to everybody and bypasses Cloudflare's protection.",
  fix: "Set proxied to true, or remove the record and put the host's address into the settings.",
  advisory: true,
  kinds: { "cloudflare:index/dnsRecord:DnsRecord": "Record" },
  decide: ({ type, name, content = "", proxied }) => {
    if (proxied || !leadsToHost(type, name, content)) return undefined;
    return `reveals the address of ${name} (${type} ${content}, not proxied)`;
  },
});

/** Whether a record reveals one of our hosts: an address does, and an alias within the same domain. */
function leadsToHost(type: string, name: string, content: string): boolean {
  if (type === "A" || type === "AAAA") return true;
  return type === "CNAME" && domainOf(content) === domainOf(name);
}

const domainOf = (name: string) => name.replace(/\.$/, "").split(".").slice(-2).join(".");
