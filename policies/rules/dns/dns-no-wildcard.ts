import type { DnsRecordArgs } from "@pulumi/cloudflare/dnsRecord.js";
import type { Unwrap } from "@pulumi/pulumi";
import { resourcePolicy } from "../../resource-policy.ts";

export const policy = resourcePolicy<Unwrap<DnsRecordArgs>>({
  name: "dns-no-wildcard",
  why: "With a wildcard every invented name points to our hosts, and a forgotten one can be taken over.",
  fix: "Declare each name separately.",
  severity: "medium",
  advisory: true,
  kinds: { "cloudflare:index/dnsRecord:DnsRecord": "Record" },
  decide: ({ name }) => (name.split(".").includes("*") ? `is a wildcard (${name})` : undefined),
});
