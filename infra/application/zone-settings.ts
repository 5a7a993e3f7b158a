import { isIP } from "node:net";

/** A name that leads to one or more hosts. */
export interface HostRecord {
  /** Full name: the zone itself or one below it, without a wildcard. Changing it replaces the record. */
  name: string;
  /** IPv4 and IPv6 addresses of the hosts behind it; visitors are spread over them. Changing one updates the record in place. */
  addresses: string[];
  /** Let Cloudflare answer in the host's place, so that its address stays unknown. Default: true. */
  proxied?: boolean;
  /** What the record is for, at most 100 characters, shown in Cloudflare. Default: none. */
  comment?: string;
}

/** Cloudflare's own word for 'automatic', the only time to live that it takes for a proxied record. */
const automatic = 1;

/** Seconds for which others may remember a record that is not proxied. */
const unproxiedSeconds = 300;

const label = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
const domain = new RegExp(`^(${label}\\.)+[a-z][a-z0-9-]{1,62}$`);

/** @throws one sentence that names the zone, record or address and what it has to be */
export function checkZone(args: { zone: string; records: HostRecord[]; hstsSeconds?: number }): void {
  const { zone, records, hstsSeconds = 0 } = args;
  if (!domain.test(zone)) throw new Error(`zone ${zone} must be a lowercase domain such as example.org`);
  if (!Number.isInteger(hstsSeconds) || hstsSeconds < 0)
    throw new Error(`hstsSeconds must be a whole number of seconds, 0 or more, not ${hstsSeconds}`);
  const seen = new Set<string>();
  for (const record of records) {
    checkRecord(zone, record);
    if (seen.has(record.name))
      throw new Error(`record ${record.name} is declared twice: list all its addresses in one record`);
    seen.add(record.name);
  }
}

function checkRecord(zone: string, { name, addresses, comment = "" }: HostRecord): void {
  if (!domain.test(name) || (name !== zone && !name.endsWith(`.${zone}`)))
    throw new Error(`record ${name} must be ${zone} or a full name below it, in lowercase`);
  if (addresses.length === 0) throw new Error(`record ${name} has no address: give it one`);
  const wrong = addresses.find((address) => isIP(address) === 0);
  if (wrong !== undefined)
    throw new Error(`record ${name} has the address ${JSON.stringify(wrong)}, which is not an IP address`);
  if (new Set(addresses).size < addresses.length)
    throw new Error(`record ${name} has an address twice: remove one of them`);
  if (comment.length > 100) throw new Error(`the comment of record ${name} must have at most 100 characters`);
}

/** One record an address, each with a key that stays the same when its address changes. */
export function addressRecords(records: HostRecord[]) {
  return records.flatMap(({ name, addresses, proxied = true, comment }) =>
    addresses.map((content, index) => ({
      key: `${name}-${index + 1}`,
      name,
      type: isIP(content) === 6 ? "AAAA" : "A",
      content,
      proxied,
      ttl: proxied ? automatic : unproxiedSeconds,
      ...(comment === undefined ? {} : { comment }),
    })),
  );
}

/** Settings of a zone by their names in Cloudflare's API. */
export function zoneSettings(hstsSeconds = 31_536_000): Record<string, unknown> {
  return {
    ssl: "strict",
    min_tls_version: "1.2",
    tls_1_3: "on",
    always_use_https: "on",
    websockets: "on",
    security_header: {
      strict_transport_security: {
        enabled: hstsSeconds > 0,
        max_age: hstsSeconds,
        include_subdomains: true,
        preload: false,
        nosniff: true,
      },
    },
  };
}
