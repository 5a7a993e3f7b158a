import { readFileSync } from "node:fs";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** A site under load, and its address. */
export interface Target {
  /** Scheme, name and port of the site. */
  origin: URL;
  /** Address to use for the site's name. */
  address: string;
  /** Certificates of the trusted authorities, in PEM. Default: Node's own. */
  ca?: string;
}

const own = new BlockList();
own.addSubnet("127.0.0.0", 8, "ipv4");
own.addAddress("::1", "ipv6");
// Reserved for benchmarks by RFC 2544: no host on the internet has such an address.
own.addSubnet("198.18.0.0", 15, "ipv4");

/**
 * The site at `url`, served by `address`.
 * @throws when the address is neither this machine nor a test host, because only our own hosts may be put under load
 */
export function parseTarget(url: string, address: string, caFile?: string): Target {
  const origin = new URL(url);
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (!isIP(address) || !own.check(address, family))
    throw new Error(
      `${address} is neither this machine nor a test host in 198.18.0.0/15; use the address of one of them`,
    );
  return { origin, address, ...(caFile ? { ca: readFileSync(caFile, "utf8") } : {}) };
}

/** Resolves every name to the target's address. */
export function lookupOf({ address }: Target): LookupFunction {
  const family = isIP(address);
  return (_name, options, done) =>
    options.all ? done(null, [{ address, family }]) : done(null, address, family);
}
