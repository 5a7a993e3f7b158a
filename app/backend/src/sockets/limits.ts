import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import { isTrustedProxy } from "../trusted-proxy.ts";

/** How many sockets there may be at once. */
export interface SocketLimits {
  /** In this process. More would take memory that requests need. */
  all: number;
  /** From one address: a family, a school, a club behind one router. */
  perAddress: number;
  /** Of one account: some browsers on some devices. */
  perAccount: number;
}

/** Limits outside of tests. */
export const usualLimits: SocketLimits = { all: 6_000, perAddress: 60, perAccount: 10 };

/** Counts what is open by a key, such as an address. */
export class Counts {
  readonly #open = new Map<string, number>();

  /** How many are open. */
  of(key: string): number {
    return this.#open.get(key) ?? 0;
  }

  /** Counts one more, until what it returns is called. */
  add(key: string): () => void {
    this.#open.set(key, this.of(key) + 1);
    let gone = false;
    return () => {
      if (gone) return;
      gone = true;
      const left = this.of(key) - 1;
      if (left > 0) this.#open.set(key, left);
      else this.#open.delete(key);
    };
  }
}

/** The address that limits go by: as our nginx states it, and of IPv6 the network, of which one household has all addresses. */
export function limitedAddress({ headers, socket }: Pick<IncomingMessage, "headers" | "socket">): string {
  const direct = socket.remoteAddress ?? "";
  const stated = String(headers["x-forwarded-for"] ?? "")
    .split(",")
    .at(-1)
    ?.trim();
  const address = stated && isTrustedProxy(plain(direct), 0) ? stated : direct;
  return networkOf(plain(address));
}

/** An IPv4 address that is written as an IPv6 one is the same address. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "").split("%", 1)[0] ?? "";
}

function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill("0");
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
