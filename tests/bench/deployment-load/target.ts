import { readFileSync } from "node:fs";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** A site under load, and where it is reached. */
export interface Target {
  /** Scheme, name and port of the site. */
  origin: URL;
  /** Address that the name stands for. */
  address: string;
  /** Certificates of the authorities that are believed, in PEM. Default: Node's own. */
  ca?: string;
}

const own = new BlockList();
own.addSubnet("127.0.0.0", 8, "ipv4");
own.addAddress("::1", "ipv6");
// Set apart for benchmarks by RFC 2544: no host of the internet has such an address.
own.addSubnet("198.18.0.0", 15, "ipv4");

/**
 * The site at `url` as `address` serves it.
 * @throws one sentence when the address is neither this machine nor a test host: load is for hosts of our own only
 */
export function parseTarget(url: string, address: string, caFile?: string): Target {
  const origin = new URL(url);
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (!isIP(address) || !own.check(address, family))
    throw new Error(
      `${address} is neither this machine nor a test host in 198.18.0.0/15; load goes nowhere else`,
    );
  return { origin, address, ...(caFile ? { ca: readFileSync(caFile, "utf8") } : {}) };
}

/** Resolves every name to the target's address. */
export function lookupOf({ address }: Target): LookupFunction {
  const family = isIP(address);
  return (_name, options, done) =>
    options.all ? done(null, [{ address, family }]) : done(null, address, family);
}
