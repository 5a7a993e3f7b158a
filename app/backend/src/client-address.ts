import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";

/** Address of the client as the database takes it: what a header claims counts only if it is an address. */
export function clientAddress(request: Pick<FastifyRequest, "ip" | "socket">): string {
  const claimed = withoutZone(request.ip);
  return isIP(claimed) ? claimed : withoutZone(request.socket.remoteAddress ?? "::");
}

/** PostgreSQL's `inet` knows no zone (`fe80::1%eth0`). */
function withoutZone(address: string): string {
  return address.split("%", 1)[0] ?? "";
}
