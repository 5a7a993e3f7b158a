import { BlockList, isIPv6 } from "node:net";

const privateAddresses = new BlockList();
privateAddresses.addSubnet("127.0.0.0", 8);
privateAddresses.addSubnet("10.0.0.0", 8);
privateAddresses.addSubnet("172.16.0.0", 12);
privateAddresses.addSubnet("192.168.0.0", 16);
privateAddresses.addAddress("::1", "ipv6");
privateAddresses.addSubnet("fc00::", 7, "ipv6");

/**
 * Whether to trust a proxy's statement of the client's address: only our nginx, which is the next hop and on a private
 * network. What the client itself wrote into the header is further away and never trusted.
 */
export function isTrustedProxy(address: string, hop: number): boolean {
  return hop === 0 && privateAddresses.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}
