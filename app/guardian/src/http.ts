import { createServer, type Server, type ServerResponse } from "node:http";

/** The guardian's own status. */
export interface Answers {
  /** Faults of the guardian itself, not of the database; empty when it works. */
  faults(): string[];
  metrics(): Promise<string>;
}

/** `/health` and `/metrics`. */
export function createHttpServer(answers: Answers): Server {
  const server = createServer(async (request, response) => {
    request.resume();
    try {
      const path = request.url?.split("?", 1)[0];
      if (request.method !== "GET") send(response, 405, "text/plain", "GET only\n");
      else if (path === "/health") sendHealth(response, answers.faults());
      else if (path === "/metrics")
        send(response, 200, "text/plain; version=0.0.4; charset=utf-8", await answers.metrics());
      else send(response, 404, "text/plain", "/health or /metrics\n");
    } catch {
      send(response, 500, "text/plain", "failed\n");
    }
  });
  server.requestTimeout = 5_000;
  server.headersTimeout = 5_000;
  server.maxConnections = 20;
  return server;
}

function sendHealth(response: ServerResponse, faults: string[]): void {
  const status = faults.length === 0 ? "ok" : "unavailable";
  const body = JSON.stringify({ status, reasons: faults });
  send(response, faults.length === 0 ? 200 : 503, "application/json", `${body}\n`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type }).end(body);
}
