import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { type Client, ClosedConnection, http1Client, http2Client } from "./http-clients.ts";
import type { Target } from "./target.ts";

/** The outcome of one request. */
export interface Outcome {
  /** Milliseconds since the load began at which the request was due. */
  due: number;
  /** Milliseconds from then until it was sent: how late the load itself was. */
  late: number;
  /** Milliseconds from sending it to the end of its response. No request waits for another, so `late` is never the site's fault. */
  waited: number;
  /** Kind of client that sent it. */
  client: string;
  /** Whether it was sent a second time, because the server had closed the connection before it read the request. */
  repeated: boolean;
  /** Why it failed; absent when it was answered with a status below 400. */
  failure?: string;
}

/** What is requested, and how often. */
export interface HttpLoadOptions {
  /** Requests a second. */
  rate: number;
  /** Paths, requested in turn. */
  paths: readonly string[];
}

/** Timeout of a request in milliseconds. */
const requestTimeout = 10_000;

/** Most requests that may wait for their responses; any further one fails unsent, so that they do not pile up. */
const mostOpen = 2_000;

/**
 * Sends requests at a fixed rate, whether or not responses come, so that a stalled server cannot slow the load down and hide its stall.
 * Three kinds of client take turns: a new connection for each request, kept-alive ones, and HTTP/2.
 * @returns every outcome, once `signal` is aborted and the last response has arrived
 */
export async function httpLoad(
  target: Target,
  { rate, paths }: HttpLoadOptions,
  signal: AbortSignal,
): Promise<Outcome[]> {
  const clients = clientsOf(target);
  const outcomes: Outcome[] = [];
  const open = new Set<Promise<void>>();
  const start = performance.now();
  for (let count = 0; !signal.aborted; count++) {
    const due = (count * 1000) / rate;
    const early = due - (performance.now() - start);
    // Responses are read even when the load is behind schedule.
    await (early > 1 ? sleep(early) : turn());
    const [name, client] = clients[count % clients.length] ?? clients[0];
    const sent = performance.now();
    const late = sent - start - due;
    const path = paths[Math.floor(count / clients.length) % paths.length] ?? "/";
    const asked = open.size < mostOpen ? request(client, clients[0][1], path) : unsent();
    const one = asked.then((result) => {
      outcomes.push({ due, late, waited: performance.now() - sent, client: name, ...result });
      open.delete(one);
    });
    open.add(one);
  }
  await Promise.all(open);
  for (const [, client] of clients) client.close();
  return outcomes;
}

function clientsOf(target: Target): [[string, Client], ...[string, Client][]] {
  const http1: [[string, Client], ...[string, Client][]] = [
    ["new connection", http1Client(target, false)],
    ["kept connection", http1Client(target, true)],
  ];
  return target.origin.protocol === "https:" ? [...http1, ["HTTP/2", http2Client(target)]] : http1;
}

type Result = Pick<Outcome, "repeated" | "failure">;

/** Sends a request, and once more on a new connection if the server closed the first one before reading the request. */
async function request(client: Client, fresh: Client, path: string): Promise<Result> {
  try {
    return { repeated: false, ...judged(path, await answer(client, path)) };
  } catch (error) {
    if (!(error instanceof ClosedConnection))
      return { repeated: false, failure: `${path}: ${reason(error)}` };
  }
  try {
    return { repeated: true, ...judged(path, await answer(fresh, path)) };
  } catch (error) {
    return { repeated: true, failure: `${path}: ${reason(error)}` };
  }
}

async function answer(client: Client, path: string): Promise<number> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${requestTimeout / 1000} s`));
      abort.abort();
    }, requestTimeout);
  });
  try {
    return await Promise.race([client.ask(path, abort.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

async function unsent(): Promise<Result> {
  return { repeated: false, failure: `${mostOpen} requests were waiting for their answers` };
}

function judged(path: string, status: number): Pick<Outcome, "failure"> {
  return status >= 200 && status < 400 ? {} : { failure: `${path}: answered ${status}` };
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || String((error as NodeJS.ErrnoException).code ?? error.name);
}
