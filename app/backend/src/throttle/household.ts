import { isIPv6 } from "node:net";

/** The part of an address that one household has: an IPv6 network has 2^64 addresses, so only its prefix tells people apart. */
export function household(address: string): string {
  if (!isIPv6(address)) return address;
  const [, mapped] = /^::ffff:([0-9.]+)$/i.exec(address) ?? [];
  if (mapped) return mapped;
  const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const first = head.split(":").filter(Boolean);
  const last = (tail ?? "").split(":").filter(Boolean);
  const gap = Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0");
  const prefix = [...first, ...gap, ...last].slice(0, 4);
  return `${prefix.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
