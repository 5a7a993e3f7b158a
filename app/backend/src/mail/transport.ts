import { folderTransport } from "./folder.ts";
import type { MailSettings } from "./settings.ts";
import { smtpTransport, type Transport } from "./smtp.ts";

/** The mail server of the settings; null when there is none. @throws when it is set without a sender */
export function mailTransport(settings: MailSettings): Transport | null {
  const { SMTP_HOST: host, MAIL_FROM: from, MAIL_FOLDER: folder } = settings;
  if (folder) return folderTransport(folder);
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
