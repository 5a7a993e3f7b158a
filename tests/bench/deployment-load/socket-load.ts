import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";
import { lookupOf, type Target } from "./target.ts";

/** The outcome for the messages of all sockets. */
export interface SocketOutcome {
  sockets: number;
  messages: number;
  /** Messages that were never acknowledged, not even when they were sent again over a new connection. */
  lost: number;
  /** Messages that were sent again after a reconnect. */
  sentAgain: number;
  reconnects: number;
  /** Longest time from the first sending of a message to its acknowledgement, in milliseconds. */
  longestWait: number;
}

/** How much is sent. */
export interface SocketLoadOptions {
  sockets: number;
  /** Milliseconds between two messages of one socket. */
  every: number;
}

/** Longest wait at the end for messages that are not acknowledged yet, in milliseconds. */
const acknowledgementTimeout = 15_000;

/**
 * Sends numbered messages over WebSockets until `signal` is aborted. Every other socket follows `going_away`, as the site's
 * pages do, and disconnects by itself; the rest are cut off and reconnect.
 */
export async function socketLoad(
  target: Target,
  { sockets, every }: SocketLoadOptions,
  signal: AbortSignal,
): Promise<SocketOutcome> {
  const total: SocketOutcome = {
    sockets,
    messages: 0,
    lost: 0,
    sentAgain: 0,
    reconnects: 0,
    longestWait: 0,
  };
  const talks = Array.from({ length: sockets }, (_, index) => new Talk(target, index % 2 === 0, total));
  while (!signal.aborted && sockets > 0) {
    for (const talk of talks) talk.say();
    await sleep(every);
  }
  const end = performance.now() + acknowledgementTimeout;
  while (talks.some((talk) => talk.waiting > 0) && performance.now() < end) await sleep(50);
  for (const talk of talks) total.lost += talk.end();
  return total;
}

/** One socket, with the messages it sent that are not acknowledged yet. */
class Talk {
  readonly #socket: Socket;
  readonly #total: SocketOutcome;
  readonly #unanswered = new Map<number, number>();
  #next = 0;
  #leaving = false;

  constructor(target: Target, leavesWhenAsked: boolean, total: SocketOutcome) {
    this.#total = total;
    this.#socket = io(target.origin.href, {
      transports: ["websocket"],
      forceNew: true,
      agent: agentOf(target) as never,
    });
    let connected = 0;
    this.#socket.on("connect", () => {
      this.#leaving = false;
      connected += 1;
      if (connected > 1) total.reconnects += 1;
      for (const number of this.#unanswered.keys()) {
        if (connected > 1) total.sentAgain += 1;
        this.#send(number);
      }
    });
    if (leavesWhenAsked) this.#socket.on("going_away", () => this.#leave());
  }

  /** Messages without an acknowledgement. */
  get waiting(): number {
    return this.#unanswered.size;
  }

  /** Sends the next message now, or as soon as there is a connection. */
  say(): void {
    const number = this.#next++;
    this.#total.messages += 1;
    this.#unanswered.set(number, performance.now());
    if (this.#socket.connected && !this.#leaving) this.#send(number);
  }

  /** @returns how many messages were lost */
  end(): number {
    this.#socket.disconnect();
    return this.waiting;
  }

  #send(number: number): void {
    this.#socket.emit("echo", String(number), (answer: { echo?: string }) => {
      const first = this.#unanswered.get(number);
      if (first === undefined || answer.echo !== String(number)) return;
      this.#unanswered.delete(number);
      this.#total.longestWait = Math.max(this.#total.longestWait, performance.now() - first);
    });
  }

  async #leave(): Promise<void> {
    this.#leaving = true;
    const sent = [...this.#unanswered.keys()];
    for (let tries = 0; tries < 40 && sent.some((number) => this.#unanswered.has(number)); tries++)
      await sleep(10);
    this.#socket.disconnect().connect();
  }
}

function agentOf(target: Target): HttpAgent {
  const options = { lookup: lookupOf(target), ...(target.ca ? { ca: target.ca } : {}) };
  return target.origin.protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(options);
}
