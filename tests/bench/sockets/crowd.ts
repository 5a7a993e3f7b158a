import { io, type Socket } from "socket.io-client";

/** Somebody with a session. */
export interface Visitor {
  id: string;
  token: string;
}

/** Sockets that connect at the same time. */
const together = 50;

/** Many signed-in sockets, each from an address of its own, as our nginx would state it. */
export class Crowd {
  readonly #sockets: Socket[] = [];
  readonly #waiting = new Map<string, (at: number) => void>();

  /** Connects all of them. @returns how many could */
  async connect(origin: string, visitors: readonly Visitor[]): Promise<number> {
    let connected = 0;
    for (let from = 0; from < visitors.length; from += together) {
      const some = visitors.slice(from, from + together);
      const outcomes = await Promise.all(
        some.map((visitor, index) => this.#open(origin, visitor, from + index)),
      );
      connected += outcomes.filter(Boolean).length;
    }
    return connected;
  }

  /** Resolves with the moment, in milliseconds, at which somebody's next notice arrives. */
  next(userId: string): Promise<number> {
    return new Promise((resolve) => this.#waiting.set(userId, resolve));
  }

  /** Disconnects all of them. */
  end(): void {
    for (const socket of this.#sockets) socket.disconnect();
  }

  #open(origin: string, { id, token }: Visitor, index: number): Promise<boolean> {
    const address = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
    const socket = io(origin, {
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      extraHeaders: {
        cookie: `tovplay_session=${token}; __Host-tovplay_session=${token}`,
        "x-forwarded-for": address,
      },
    });
    this.#sockets.push(socket);
    socket.on("notice", () => {
      this.#waiting.get(id)?.(performance.now());
      this.#waiting.delete(id);
    });
    return new Promise((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("connect_error", () => resolve(false));
    });
  }
}
