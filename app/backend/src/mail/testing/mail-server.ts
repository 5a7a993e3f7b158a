import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { scratchCertificate } from "./certificate.ts";

/** How a server treats the next letters. */
export interface Mood {
  /** Answer to RCPT TO, for example `550`. */
  refuseRecipient?: number;
  /** Answer after the letter. */
  refuseLetter?: number;
  /** Ends the connection when the letter has begun. */
  dropInLetter?: boolean;
  /** Never answers the greeting. */
  silent?: boolean;
}

const refusal = (code: number) => Object.assign(new Error("refused"), { responseCode: code });

/** What a server has got, and how it treats what comes. */
class MailBag {
  readonly mood: Mood = {};
  /** What was taken, in order. */
  readonly letters: ParsedMail[] = [];
  /** Whether each of them came over TLS. */
  readonly secure: boolean[] = [];
  readonly #sockets = new Set<Socket>();

  /** Remembers a connection, to end it. */
  watch(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => undefined);
  }

  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  answers(): SMTPServerOptions {
    const { mood } = this;
    return {
      onAuth: ({ username, password }, _session, done) =>
        username === "tovplay" && password === "secret" ? done(null, { user: username }) : done(refusal(535)),
      onConnect: (_session, done) => {
        if (!mood.silent) done();
      },
      onRcptTo: (_address, _session, done) =>
        mood.refuseRecipient ? done(refusal(mood.refuseRecipient)) : done(),
      onData: (stream, session, done) => {
        if (mood.dropInLetter) return this.drop();
        void simpleParser(stream).then((parsed) => {
          if (mood.refuseLetter) return done(refusal(mood.refuseLetter));
          this.secure.push(session.secure);
          this.letters.push(parsed);
          done();
        });
      },
    };
  }
}

/** A mail server on this machine that speaks the real protocol over TLS and keeps what it gets. */
export async function mailServer(options: SMTPServerOptions = {}) {
  const { certificate, key } = scratchCertificate();
  const bag = new MailBag();
  const server = new SMTPServer({
    ...{ secure: false, key, cert: certificate, authOptional: true, disableReverseLookup: true },
    ...{ logger: false, closeTimeout: 100 },
    ...bag.answers(),
    ...options,
  });
  server.on("error", () => undefined);
  server.server.on("connection", (socket: Socket) => bag.watch(socket));
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  const { mood, letters, secure } = bag;
  return {
    ...{ port, certificate, mood, letters, secure },
    close: async () => {
      bag.drop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
