import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Logger } from "@tovplay/runtime/log";
import { ApiError } from "./api/api-error.ts";
import { problemOf, problemType } from "./api/problem.ts";
import { correlationHeader } from "./plugins/correlation.ts";

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** Answers bytes that are not an HTTP request, or arrive too slowly, in the common error format. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Socket, log: Logger): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const status = statuses[error.code ?? ""] ?? 400;
  const correlationId = randomUUID();
  log.info({ correlationId, status, code: error.code }, "answered a malformed request");
  const refusal = new ApiError("invalid_request", "This is not a valid HTTP request.");
  const body = JSON.stringify({ ...problemOf(refusal, correlationId), status });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${correlationHeader}: ${correlationId}\r\nconnection: close\r\n` +
      `content-type: ${problemType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
