import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readAll } from "node:stream/consumers";

/** A comment as the API has it. */
export interface Comment {
  id: number;
  body: string;
  user: { type: string };
}

/** An answer that a test wants in place of the usual one. */
export interface Refusal {
  status: number;
  headers?: Record<string, string>;
  /** The request is carried out nevertheless, as when a gateway gives up too early. */
  done?: boolean;
}

interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export const doubleToken = "token-of-the-workflow";
const list = /^\/repos\/octo\/repo\/issues\/7\/comments$/;
const one = /^\/repos\/octo\/repo\/issues\/comments\/(\d+)$/;
const longestBody = 65_536;

/** `Link` of a page: GitHub names `next` until the last page, and the others too. */
function linkHeader(url: URL, page: number, last: number): Record<string, string> {
  const to = (number: number, rel: string) => {
    const other = new URL(url);
    other.searchParams.set("page", String(number));
    return `<${other.href}>; rel="${rel}"`;
  };
  const before = page > 1 ? [to(page - 1, "prev"), to(1, "first")] : [];
  const after = page < last ? [to(page + 1, "next"), to(last, "last")] : [];
  return before.length + after.length > 0 ? { link: [...before, ...after].join(", ") } : {};
}

/** The part of GitHub's REST API that comments are written with, on this machine, with pages as GitHub has them. */
export class GitHubDouble {
  readonly comments: Comment[] = [];
  /** Requests so far, as `METHOD PATH`. */
  readonly requests: string[] = [];
  /** Decides about a request and how often it came; undefined lets it through. */
  refuse: (request: string, count: number) => Refusal | undefined = () => undefined;
  private nextId = 1000;
  private readonly server: Server = createServer((request, response) => {
    this.serve(request, response).catch(() => response.destroy());
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body, headers } = await this.answer(request, new URL(request.url ?? "/", this.url));
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  private async answer(request: IncomingMessage, url: URL): Promise<Answer> {
    const name = `${request.method} ${url.pathname}`;
    this.requests.push(name);
    if (request.headers.authorization !== `Bearer ${doubleToken}`)
      return { status: 401, body: { message: "Bad credentials" } };
    const refusal = this.refuse(name, this.requests.filter((each) => each === name).length);
    if (refusal && !refusal.done) return { body: { message: "refused by the test" }, ...refusal };
    const answer = await this.carryOut(request, url);
    return refusal ?? answer;
  }

  private async carryOut(request: IncomingMessage, url: URL): Promise<Answer> {
    if (request.method === "GET" && list.test(url.pathname)) return this.list(url);
    const { body = "" }: { body?: string } = JSON.parse((await readAll(request)) || "{}");
    if (body.length > longestBody) return { status: 422, body: { message: "Body is too long" } };
    if (request.method === "POST" && list.test(url.pathname)) {
      this.comments.push({ id: this.nextId++, body, user: { type: "Bot" } });
      return { status: 201, body: this.comments.at(-1) };
    }
    return this.change(request.method ?? "", Number(one.exec(url.pathname)?.[1]), body);
  }

  private list(url: URL): Answer {
    const size = Math.min(Number(url.searchParams.get("per_page") ?? 30), 100);
    const page = Number(url.searchParams.get("page") ?? 1);
    const last = Math.max(1, Math.ceil(this.comments.length / size));
    const body = this.comments.slice((page - 1) * size, page * size);
    return { status: 200, body, headers: linkHeader(url, page, last) };
  }

  private change(method: string, id: number, body: string): Answer {
    const index = this.comments.findIndex((comment) => comment.id === id);
    const comment = this.comments[index];
    if (!comment) return { status: 404, body: { message: "Not Found" } };
    if (method === "PATCH") comment.body = body;
    if (method === "DELETE") this.comments.splice(index, 1);
    return method === "DELETE" ? { status: 204 } : { status: 200, body: comment };
  }
}
