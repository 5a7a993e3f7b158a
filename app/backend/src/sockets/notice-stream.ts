import type { FastifyBaseLogger } from "fastify";
import type { Server } from "socket.io";
import type { Database } from "../database/database.ts";
import { listNotices } from "../notices/list.ts";
import type { Notice } from "../notices/schemas.ts";
import { type AccountSocket, accountRoom, endSessions } from "./account-sockets.ts";
import { listLastNumbers, listOpenSessions } from "./queries.ts";

/** Notices in one look, and looks in a row: who has more than that to catch up on loads the list instead. */
const page = { size: 50, most: 4 };

/** Accounts that are looked up at the same time, so that requests find a connection too. */
const together = 4;

/** Sessions or accounts in one question. */
const slice = 1_000;

/** What the stream needs. */
export interface StreamOptions {
  io: Server;
  database: Database;
  log: FastifyBaseLogger;
}

/**
 * Brings people's notices to their sockets in this process. Everybody who tells somebody something announces the account's id in the database,
 * and each process sends its sockets of that account what is above the last number that they were sent: nothing is skipped, because numbers are
 * committed in their order, and nothing is sent twice.
 */
export class NoticeStream {
  readonly #options: StreamOptions;
  readonly #wanted = new Set<string>();
  #running = 0;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  /** A signed-in socket is there. It gets what it missed. */
  async join(socket: AccountSocket): Promise<void> {
    const { userId } = socket.data;
    if (socket.data.last === undefined) {
      const [found] = await listLastNumbers(this.#options.database, [userId]).execute();
      socket.data.last ??= Number(found?.last_number ?? 0);
    }
    this.#want(userId);
  }

  /** A client says which notice it has last, as after a sleep; it gets all above that. */
  rewind(socket: AccountSocket, last: number): void {
    socket.data.last = last;
    this.#want(socket.data.userId);
  }

  /** Something was announced: `n:ACCOUNT` for a notice, `s:SESSION` for the end of a session. */
  hear(signal: string): void {
    const id = signal.slice(2);
    if (signal.startsWith("n:") && this.#has(id)) this.#want(id);
    if (signal.startsWith("s:")) endSessions(this.#options.io, [id]);
  }

  /** Announcements were missed, or may have been: looks at all sockets of this process. */
  async catchUp(): Promise<void> {
    const { database, io } = this.#options;
    const sockets = [...io.of("/").sockets.values()] as AccountSocket[];
    for (const some of slices([...new Set(sockets.map(({ data }) => data.sessionId))])) {
      const open = new Set((await listOpenSessions(database, some).execute()).map(({ id }) => id));
      endSessions(
        io,
        some.filter((id) => !open.has(id)),
      );
    }
    for (const some of slices([...new Set(sockets.map(({ data }) => data.userId))])) {
      const numbers = await listLastNumbers(database, some).execute();
      for (const { user_id, last_number } of numbers)
        if (this.#socketsOf(user_id).some(({ data }) => (data.last ?? Infinity) < Number(last_number)))
          this.#want(user_id);
    }
  }

  #has(userId: string): boolean {
    return this.#options.io.of("/").adapter.rooms.has(accountRoom(userId));
  }

  #socketsOf(userId: string): AccountSocket[] {
    const { adapter, sockets } = this.#options.io.of("/");
    const ids = adapter.rooms.get(accountRoom(userId)) ?? new Set<string>();
    return [...ids].flatMap((id) => (sockets.get(id) as AccountSocket | undefined) ?? []);
  }

  /** However often an account is announced before its turn comes, it is looked at once. */
  #want(userId: string): void {
    this.#wanted.add(userId);
    while (this.#running < together && this.#wanted.size > 0) {
      this.#running += 1;
      void this.#work().finally(() => {
        this.#running -= 1;
      });
    }
  }

  async #work(): Promise<void> {
    for (;;) {
      const [userId] = this.#wanted;
      if (userId === undefined) return;
      this.#wanted.delete(userId);
      await this.#send(userId).catch((error: unknown) => {
        // The number stays where it was: the next announcement, or the next catching up, brings it.
        this.#options.log.warn({ err: error }, "cannot bring notices to sockets");
      });
    }
  }

  async #send(userId: string): Promise<void> {
    for (let round = 0; round < page.most; round += 1) {
      const sockets = this.#socketsOf(userId).filter(({ data }) => data.last !== undefined);
      if (sockets.length === 0) return;
      const from = Math.min(...sockets.map(({ data }) => data.last ?? 0));
      const notices = await listNotices(this.#options.database, userId, { above: from, limit: page.size });
      for (const socket of sockets) bring(socket, notices);
      if (notices.length < page.size) return;
    }
    await this.#skip(userId);
  }

  /** So far behind that the page has to load the list: from here on it gets what is new. */
  async #skip(userId: string): Promise<void> {
    const [found] = await listLastNumbers(this.#options.database, [userId]).execute();
    for (const socket of this.#socketsOf(userId)) {
      socket.emit("more_notices", { after: socket.data.last });
      socket.data.last = Number(found?.last_number ?? 0);
    }
  }
}

function bring(socket: AccountSocket, notices: readonly Notice[]): void {
  for (const notice of notices) {
    if (notice.number <= (socket.data.last ?? 0)) continue;
    socket.emit("notice", notice);
    socket.data.last = notice.number;
  }
}

function slices<Value>(values: readonly Value[]): Value[][] {
  return Array.from({ length: Math.ceil(values.length / slice) }, (_, index) =>
    values.slice(index * slice, (index + 1) * slice),
  );
}
