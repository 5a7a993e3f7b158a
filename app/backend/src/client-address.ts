import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";

/** The client's address in the form that the database takes; a header's value counts only if it is an address. */
export function clientAddress(request: Pick<FastifyRequest, "ip" | "socket">): string {
  const claimed = withoutZone(request.ip);
  return isIP(claimed) ? claimed : withoutZone(request.socket.remoteAddress ?? "::");
}

/** PostgreSQL's `inet` does not accept a zone (`fe80::1%eth0`). */
function withoutZone(address: string): string {
  return address.split("%", 1)[0] ?? "";
}
