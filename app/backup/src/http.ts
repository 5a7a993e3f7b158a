import { createServer, type Server } from "node:http";
import type { Health } from "@tovplay/runtime/health";
import type { Registry } from "prom-client";

/** Answers `/health` (200 or 503) and `/metrics`. */
export function serveHttp(
  registry: Registry,
  readHealth: () => Promise<Health<Record<string, unknown>>>,
): Server {
  const server = createServer((request, response) => {
    const send = (status: number, type: string, body: string) => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
      response.end(body);
    };
    const answer = async () => {
      if (request.method !== "GET") return send(405, "text/plain", "GET only\n");
      if (request.url === "/metrics") return send(200, registry.contentType, await registry.metrics());
      if (request.url !== "/health") return send(404, "text/plain", "/health or /metrics\n");
      const found = await readHealth();
      send(found.status === "ok" ? 200 : 503, "application/json", JSON.stringify(found));
    };
    answer().catch(() => send(500, "text/plain", "internal error: see the log\n"));
  });
  server.requestTimeout = 10_000;
  return server;
}
