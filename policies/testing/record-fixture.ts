import { example } from "./fixtures.ts";
import type { Resource } from "./try-policy.ts";

/** How a DNS record differs from a good one. */
export interface RecordCase {
  type?: string;
  name?: string;
  content?: string;
  priority?: number;
  proxied?: boolean | undefined;
}

/** A good DNS record with the given differences. */
export function recordWith(difference: RecordCase): Resource[] {
  const good = {
    zoneId: "example-zone",
    name: "app.example.org",
    type: "A",
    ttl: 1,
    content: "203.0.113.10",
    proxied: true,
  };
  return [
    { type: "cloudflare:index/dnsRecord:DnsRecord", name: example, inputs: { ...good, ...difference } },
  ];
}
