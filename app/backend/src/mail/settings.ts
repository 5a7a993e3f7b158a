import { certificateFile, secretFile, wholeNumber } from "@tovplay/runtime/settings";
import { z } from "zod";
import { smtpTransport, type Transport } from "./smtp.ts";

/** Settings of the mail server. Without `SMTP_HOST` no mail goes out; what would have been sent is recorded as not sent. */
export const mailSettings = {
  SMTP_HOST: z.string().max(253).optional(),
  /** 465: TLS from the beginning; others: STARTTLS, which is required. */
  SMTP_PORT: wholeNumber(1, 65_535).default(587),
  SMTP_USER: z.string().max(254).optional(),
  SMTP_PASSWORD_FILE: secretFile().optional(),
  /** Certificate authority of a mail server inside, in PEM. */
  SMTP_CA_FILE: certificateFile().optional(),
  /** `TovPlay <hello@example.org>` */
  MAIL_FROM: z.string().min(3).max(320).optional(),
};

type MailSettings = z.infer<z.ZodObject<typeof mailSettings>>;

/** The mail server of the settings; null when there is none. @throws when it is set without a sender */
export function mailTransport(settings: MailSettings): Transport | null {
  const { SMTP_HOST: host, MAIL_FROM: from } = settings;
  if (!host) return null;
  if (!from) throw new Error("SMTP_HOST is set, but MAIL_FROM is not: set from whom mails come");
  return smtpTransport({
    host,
    port: settings.SMTP_PORT,
    user: settings.SMTP_USER,
    password: settings.SMTP_PASSWORD_FILE,
    from,
    ca: settings.SMTP_CA_FILE,
  });
}
