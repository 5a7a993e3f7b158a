import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that the double got. */
export interface Got {
  method: string;
  path: string;
  authorization: string | undefined;
  body: Record<string, unknown> | null;
}

/** What it answers to a request. */
export interface Answer {
  status: number;
  body?: object;
  headers?: Record<string, string>;
}

/**
 * A local server that speaks Discord's REST protocol as documented: rate limits in headers, 429 with `retry_after`, nonces that are
 * enforced, errors with a code. It also signs interactions as Discord does.
 */
export class DiscordDouble {
  readonly got: Got[] = [];
  /** Messages by channel; one with a nonce that was enforced is there once. */
  readonly messages: { channel: string; content: string; nonce: string }[] = [];
  /** Events by id. */
  readonly events = new Map<string, Record<string, unknown>>();
  /** Answers to the next requests, before the usual ones. */
  readonly next: Answer[] = [];
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject };
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #ids = 100_000_000_000_000_000n;

  constructor() {
    this.#keys = generateKeyPairSync("ed25519");
  }

  /** Begins to listen. @returns the address of its REST interface */
  async start(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/v10`;
  }

  /** Stops listening. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** The key by which an application checks interactions, in hexadecimal. */
  get publicKey(): string {
    return this.#keys.publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  }

  /** Headers of an interaction with this body. */
  signed(body: string, timestamp = String(Math.floor(Date.now() / 1_000))): Record<string, string> {
    const signature = sign(null, Buffer.from(timestamp + body), this.#keys.privateKey).toString("hex");
    return {
      "content-type": "application/json",
      "x-signature-ed25519": signature,
      "x-signature-timestamp": timestamp,
    };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const got: Got = {
      method: request.method ?? "",
      path: (request.url ?? "").replace("/api/v10/", ""),
      authorization: request.headers.authorization,
      body: text === "" ? null : JSON.parse(text),
    };
    this.got.push(got);
    const { status, body, headers } = this.next.shift() ?? this.#usual(got);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body ? JSON.stringify(body) : undefined);
  }

  #usual(got: Got): Answer {
    const { method, path, body } = got;
    if (path === "users/@me/channels") return { status: 200, body: { id: `9${String(body?.recipient_id)}` } };
    const channel = /^channels\/(\d+)\/messages$/.exec(path)?.[1];
    if (channel) return this.#message(channel, body);
    if (/^webhooks\/\d+\/[^/]+\/messages\/@original$/.test(path)) return { status: 200, body: { id: "1" } };
    const event = /^guilds\/\d+\/scheduled-events(?:\/(\d+))?$/.exec(path);
    if (event) return this.#event(method, event[1], body);
    if (/^applications\/\d+\/commands$/.test(path)) return { status: 200, body: [] };
    return { status: 404, body: { code: 0, message: "404: Not Found" } };
  }

  #message(channel: string, body: Got["body"]): Answer {
    const nonce = String(body?.nonce ?? "");
    const again = body?.enforce_nonce === true && this.messages.some((message) => message.nonce === nonce);
    if (!again) this.messages.push({ channel, content: String(body?.content), nonce });
    return { status: 200, body: { id: "2" } };
  }

  #event(method: string, id: string | undefined, body: Got["body"]): Answer {
    if (id !== undefined && !this.events.has(id))
      return { status: 404, body: { code: 10_070, message: "Unknown" } };
    if (id !== undefined && method === "DELETE") {
      this.events.delete(id);
      return { status: 204 };
    }
    const made = id ?? String(++this.#ids);
    this.events.set(made, { ...this.events.get(made), ...body });
    return { status: 200, body: { id: made } };
  }
}
