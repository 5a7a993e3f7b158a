import { certificateFile, secretFile, wholeNumber } from "@tovplay/runtime/settings";
import { z } from "zod";

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
  /** Folder that mails are written into in place of a mail server, for development: `./tovrun mail` shows them. */
  MAIL_FOLDER: z.string().startsWith("/").max(255).optional(),
};

/** Settings of mail as read. */
export type MailSettings = z.infer<z.ZodObject<typeof mailSettings>>;
