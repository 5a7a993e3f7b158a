import { Agent as HttpAgent, get as httpGet, type RequestOptions } from "node:http";
import { type ClientHttp2Session, connect, constants } from "node:http2";
import { Agent as HttpsAgent, get as httpsGet } from "node:https";
import { lookupOf, type Target } from "./target.ts";

/** Requests paths of the site, as one kind of client does. */
export interface Client {
  /** @returns the status @throws {@link ClosedConnection} or what went wrong */
  ask(path: string, signal: AbortSignal): Promise<number>;
  close(): void;
}

/**
 * The server closed the connection before it read the request. Browsers silently send such a request again on a new connection
 * (RFC 9112, 9.3.1; RFC 9113, 8.7).
 */
export class ClosedConnection extends Error {}

/** A client that makes a new connection for each request, or keeps its connections open, by HTTP/1.1. */
export function http1Client(target: Target, keepAlive: boolean): Client {
  const secure = target.origin.protocol === "https:";
  const options = { keepAlive, lookup: lookupOf(target), ...(target.ca ? { ca: target.ca } : {}) };
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
  return {
    ask: (path, signal) =>
      askOnce(secure ? httpsGet : httpGet, new URL(path, target.origin), { agent, signal }),
    close: () => agent.destroy(),
  };
}

function askOnce(get: typeof httpGet, url: URL, options: RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, options, (response) => {
      response.once("error", reject);
      response.once("end", () => resolve(response.statusCode ?? 0));
      response.resume();
    });
    request.once("error", (error: NodeJS.ErrnoException) => {
      const closed = request.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
      reject(closed ? new ClosedConnection(error.message, { cause: error }) : error);
    });
  });
}

/** A client that sends everything over one connection, by HTTP/2, and connects again when the server announces that it is going away. */
export function http2Client(target: Target): Client {
  let session: ClientHttp2Session | undefined;
  const open = () => {
    const options = { lookup: lookupOf(target), ...(target.ca ? { ca: target.ca } : {}) };
    const opened = connect(target.origin, options);
    // Each request gets the error on its own.
    opened.on("error", () => {});
    opened.on("goaway", () => opened.close());
    return opened;
  };
  return {
    ask: (path, signal) => {
      if (!session || session.closed || session.destroyed) session = open();
      return askStream(session, path, signal);
    },
    close: () => session?.destroy(),
  };
}

function askStream(session: ClientHttp2Session, path: string, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ":path": path }, { signal });
    let status = 0;
    stream.once("response", (headers) => {
      status = headers[":status"] ?? 0;
    });
    stream.once("end", () => resolve(status));
    stream.once("error", (error) => {
      const refused = stream.rstCode === constants.NGHTTP2_REFUSED_STREAM;
      reject(refused ? new ClosedConnection(error.message, { cause: error }) : error);
    });
    stream.once("close", () => reject(new Error(`the stream was closed with code ${stream.rstCode}`)));
    stream.resume();
  });
}
