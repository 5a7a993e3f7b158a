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

/** A mail server on this machine that speaks the real protocol over TLS and keeps what it gets. */
export async function mailServer(options: SMTPServerOptions = {}) {
  const { certificate, key } = scratchCertificate();
  const letters: ParsedMail[] = [];
  const mood: Mood = {};
  const secure: boolean[] = [];
  const waiting: (() => void)[] = [];
  const refusal = (code: number) => Object.assign(new Error("refused"), { responseCode: code });
  const server = new SMTPServer({
    secure: false,
    key,
    cert: certificate,
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) =>
      username === "tovplay" && password === "secret" ? done(null, { user: username }) : done(refusal(535)),
    onConnect: (_session, done) => {
      if (!mood.silent) done();
    },
    onRcptTo: (_address, _session, done) =>
      mood.refuseRecipient ? done(refusal(mood.refuseRecipient)) : done(),
    onData: (stream, session, done) => {
      if (mood.dropInLetter) {
        for (const socket of sockets) socket.destroy();
        return;
      }
      void simpleParser(stream).then((parsed) => {
        if (mood.refuseLetter) return done(refusal(mood.refuseLetter));
        secure.push(session.secure);
        letters.push(parsed);
        done();
        for (const tell of waiting.splice(0)) tell();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  const sockets = new Set<Socket>();
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mood,
    /** What was taken, in order. */
    letters,
    certificate,
    /** Whether each letter came over TLS. */
    secure,
    /** Settles when the next letter has come. */
    next: () => new Promise<void>((resolve) => waiting.push(resolve)),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
