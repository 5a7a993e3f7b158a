/** What goes out by a channel: one notice, or a digest of several. */
export interface Message {
  /** The same for the same message, so that a receiver that can tell repeated ones apart does. */
  id: string;
  title: string;
  body: string;
  /** Address of the page that it leads to. */
  url: string;
  /** The notices that it brings. */
  ids: readonly string[];
  /** How often it was handed over before. */
  attempt: number;
  /** After this it is not worth arriving; null when it always is. */
  until: Date | null;
}

/** A way out of the application, to a server of somebody else. */
export interface Outlet {
  /**
   * Hands a message over.
   * @returns whether there is an address to which it could be sent
   * @throws Refused when sending it again would not help; any other error when it might
   */
  send: (userId: string, message: Message) => Promise<"sent" | "no_address">;
}

/** The other server will never take this message. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** The other server said when to try again. */
export class TryLater extends Error {
  override readonly name = "TryLater";
  /** Seconds from now. */
  readonly seconds: number;

  constructor(message: string, seconds: number) {
    super(message);
    this.seconds = seconds;
  }
}
