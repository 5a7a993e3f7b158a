import { createTransport } from "nodemailer";
import type { Letter } from "./letter.ts";

/** A letter on its way. */
export interface Envelope extends Letter {
  to: string;
  /** The same for every try, so that a server or reader that got it twice shows it once. */
  messageId: string;
}

/** How one try to send ended. */
export type Sending =
  | { done: true }
  /** `final`: another try would end the same. */
  | { done: false; final: boolean; problem: string };

/** Whatever sends letters. */
export interface Transport {
  send: (envelope: Envelope) => Promise<Sending>;
  close: () => void;
}

/** A mail server, and from whom we write. */
export interface SmtpServer {
  host: string;
  port: number;
  user?: string | undefined;
  password?: string | undefined;
  /** `TovPlay <hello@example.org>` */
  from: string;
  /** Additional certificate authority, in PEM. */
  ca?: string | undefined;
  /** Longest wait for the server's next answer, in milliseconds. */
  timeout?: number;
}

/** Port on which a connection begins with TLS; on the others STARTTLS comes first and is required. */
const submissions = 465;

/** Sends over SMTP, always with TLS and a checked certificate. One connection a mail: there are few, and none is left half open. */
export function smtpTransport({
  host,
  port,
  user,
  password,
  from,
  ca,
  timeout = 15_000,
}: SmtpServer): Transport {
  const transport = createTransport({
    host,
    port,
    secure: port === submissions,
    requireTLS: true,
    tls: { minVersion: "TLSv1.2", ...(ca && { ca }) },
    ...(user && password && { auth: { user, pass: password } }),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    // Nothing in a mail is read from files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ to, subject, text, messageId }) => {
      try {
        await transport.sendMail({
          from,
          to: { name: "", address: to },
          subject,
          text,
          messageId,
          // Automatic answers (out of office) are not wanted.
          headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
        });
        return { done: true };
      } catch (error) {
        return { done: false, ...judged(error) };
      }
    },
    close: () => transport.close(),
  };
}

/** Whether a server refused the letter for good, and why in words without addresses. */
export function judged(error: unknown): { final: boolean; problem: string } {
  const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown };
  const status = typeof responseCode === "number" ? responseCode : undefined;
  const about = typeof code === "string" ? code : "unknown";
  // A wrong password of ours is no fault of the letter.
  const final = status !== undefined && status >= 500 && about !== "EAUTH" && about !== "ETLS";
  return { final, problem: status === undefined ? about : `${about} ${status}` };
}
