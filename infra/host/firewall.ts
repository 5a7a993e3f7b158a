import { isIP, isIPv4 } from "node:net";
import { renderTemplate } from "./template.ts";

/** A port that a host opens. One port may be opened several times, to different ones. */
export interface OpenPort {
  port: number;
  /** Default: tcp. */
  protocol?: "tcp" | "udp";
  /**
   * To whom: `anyone`, the ranges of `cloudflare`, the `containers` of the host itself, or addresses and ranges
   * (`203.0.113.10`, `2001:db8::/32`).
   */
  from: "anyone" | "cloudflare" | "containers" | string[];
}

/** What a host lets in. */
export interface Openings {
  /** Port that sshd listens on. */
  sshPort: number;
  /** Addresses and ranges that may connect to it. Default: anyone, limited to 10 connections a second from each address. */
  sshFrom?: string[];
  openPorts: OpenPort[];
  /** Ranges that `cloudflare` stands for. */
  cloudflareRanges: string[];
}

/**
 * The rules of a host's firewall: closed except for what is declared.
 * @throws one sentence that names the port or the address that is wrong
 */
export function firewallRules({ sshPort, sshFrom, openPorts, cloudflareRanges }: Openings): string {
  for (const { port } of [{ port: sshPort }, ...openPorts]) {
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      throw new Error(`openPorts contains ${port}; a port is a whole number from 1 to 65535`);
  }
  const sources = ({ port, from }: OpenPort) => {
    if (from === "anyone" || from === "containers") return [""];
    return sourceMatches(`port ${port}`, from === "cloudflare" ? cloudflareRanges : from);
  };
  const accept = (open: OpenPort) =>
    sources(open).map((source) => `${open.protocol ?? "tcp"} dport ${open.port} ${source}accept`);
  return renderTemplate("host/firewall.nft", {
    sshPort,
    ssh: sshFrom ? sourceMatches("sshFrom", sshFrom) : [""],
    outside: openPorts.filter(({ from }) => from !== "containers").flatMap(accept),
    containers: openPorts.filter(({ from }) => from === "containers" || from === "anyone").flatMap(accept),
  }).trimEnd();
}

/** What matches packets from addresses, one a family. */
function sourceMatches(what: string, addresses: string[]): string[] {
  if (addresses.length === 0)
    throw new Error(`${what} is open to an empty list of addresses; add an address or remove the list`);
  const wrong = addresses.find((address) => !isAddressOrRange(address));
  if (wrong !== undefined)
    throw new Error(
      `${what} is open to '${wrong}', which is neither an address nor a range (203.0.113.0/24)`,
    );
  const families = [
    { match: "ip", members: addresses.filter((address) => isIPv4(address.split("/")[0] ?? "")) },
    { match: "ip6", members: addresses.filter((address) => !isIPv4(address.split("/")[0] ?? "")) },
  ];
  return families
    .filter(({ members }) => members.length > 0)
    .map(({ match, members }) => `${match} saddr { ${[...new Set(members)].sort().join(", ")} } `);
}

function isAddressOrRange(text: string): boolean {
  const [address = "", length, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128));
}
