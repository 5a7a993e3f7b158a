import type { DnsRecordArgs } from "@pulumi/cloudflare/dnsRecord.js";
import type { Unwrap } from "@pulumi/pulumi";
import { resourcePolicy } from "../../resource-policy.ts";

export const policy = resourcePolicy<Unwrap<DnsRecordArgs>>({
  name: "dns-no-wildcard",
  why: "Under a wildcard every name that somebody makes up leads to our hosts, and a forgotten one can be taken over.",
  mend: "Declare each name by itself.",
  severity: "medium",
  advisory: true,
  kinds: { "cloudflare:index/dnsRecord:DnsRecord": "Record" },
  decide: ({ name }) => (name.split(".").includes("*") ? `is a wildcard (${name})` : undefined),
});
