import type { Logger } from "@tovplay/runtime/log";
import pg from "pg";

/** What is heard on a channel of PostgreSQL. */
export interface ListenerOptions {
  /** How to reach PostgreSQL itself: a pooler in transaction mode has no sessions to listen in. */
  connection: pg.ClientConfig;
  channel: string;
  /** Payload of each notification. */
  onSignal: (payload: string) => void;
  /** It listens, for the first time or again: what was announced meanwhile has to be looked up. */
  onConnected: () => void;
  log: Logger;
}

/** Milliseconds: pause before connecting again, at first and at most, and between two questions whether the connection still lives. */
const pause = { first: 200, most: 10_000, alive: 10_000 };

/** One connection that listens, and is made again whenever it breaks. */
export class Listener {
  readonly #options: ListenerOptions;
  #client: pg.Client | undefined;
  #ended = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #heardAt = 0;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Whether it listens at this moment. */
  get connected(): boolean {
    return this.#client !== undefined;
  }

  /** Milliseconds since the server last answered; null while it does not listen. */
  get silentFor(): number | null {
    return this.#client ? performance.now() - this.#heardAt : null;
  }

  /** Begins to listen; a failure leads to the next attempt. */
  start(): void {
    void this.#connect();
  }

  /** Stops for good. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
    this.#client = undefined;
  }

  async #connect(): Promise<void> {
    const { connection, channel, onSignal, onConnected, log } = this.#options;
    const client = new pg.Client({ ...connection, keepAlive: true, query_timeout: pause.alive });
    let broken = false;
    const lost = (error?: Error) => {
      if (broken) return;
      broken = true;
      this.#lost(client, error);
    };
    client.on("error", lost);
    client.on("end", () => lost());
    client.on("notification", ({ payload }) => onSignal(payload ?? ""));
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      return lost(error instanceof Error ? error : undefined);
    }
    if (this.#ended || broken) return void client.end().catch(() => undefined);
    this.#client = client;
    this.#failures = 0;
    this.#heardAt = performance.now();
    log.info({ channel }, "listening to the database");
    this.#stayAlive(client, lost);
    onConnected();
  }

  /** A connection that a firewall forgot brings nothing and says nothing: only a question without an answer shows it. */
  #stayAlive(client: pg.Client, lost: (error: Error) => void): void {
    this.#timer = setTimeout(() => {
      client.query("select 1").then(
        () => {
          this.#heardAt = performance.now();
          if (this.#client === client) this.#stayAlive(client, lost);
        },
        (error: Error) => lost(error),
      );
    }, pause.alive).unref();
  }

  #lost(client: pg.Client, error?: Error): void {
    clearTimeout(this.#timer);
    this.#client = undefined;
    client.end().catch(() => undefined);
    if (this.#ended) return;
    const wait = Math.min(pause.most, pause.first * 2 ** this.#failures);
    this.#failures += 1;
    this.#options.log.warn({ err: error, wait }, "not listening to the database, connecting again");
    this.#timer = setTimeout(() => void this.#connect(), wait).unref();
  }
}
