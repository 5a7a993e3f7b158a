import type * as pulumi from "@pulumi/pulumi";

/** How the backend reaches people beyond the site's pages; what is left out is not offered. */
export interface Channels {
  mail?: {
    host: string;
    port: number;
    user: string;
    /** Secret. */
    password: pulumi.Input<string>;
    /** From whom mails come. */
    from: string;
  };
  /** Folder in the container that mails are written into in place of a mail server; for development only. */
  mailFolder?: string;
  discord?: {
    applicationId: string;
    publicKey: string;
    guildId?: string;
    /** Secret. */
    token: pulumi.Input<string>;
    /** Secret. */
    clientSecret: pulumi.Input<string>;
  };
  push?: {
    publicKey: string;
    subject: string;
    /** Secret. */
    privateKey: pulumi.Input<string>;
  };
}

/** What a container of the backend is given of its channels. */
interface ChannelParts {
  environment: Record<string, string>;
  /** Secrets by the path of their file. */
  files: Record<string, pulumi.Input<string>>;
}

const inSecrets = (name: string) => `/run/secrets/${name}`;

/** The settings of the channels in the names that the backend reads, its secrets in files. */
export function channelParts({ mail, mailFolder, discord, push }: Channels): ChannelParts {
  const parts: ChannelParts[] = [];
  if (mailFolder) parts.push({ environment: { MAIL_FOLDER: mailFolder }, files: {} });
  if (mail) {
    const file = inSecrets("mail-password");
    const { host, port, user, from } = mail;
    const environment = { SMTP_HOST: host, SMTP_PORT: String(port), SMTP_USER: user, MAIL_FROM: from };
    parts.push({
      environment: { ...environment, SMTP_PASSWORD_FILE: file },
      files: { [file]: mail.password },
    });
  }
  if (discord) {
    const [token, clientSecret] = [inSecrets("discord-token"), inSecrets("discord-client-secret")];
    parts.push({
      environment: {
        DISCORD_APPLICATION_ID: discord.applicationId,
        DISCORD_CLIENT_ID: discord.applicationId,
        DISCORD_PUBLIC_KEY: discord.publicKey,
        ...(discord.guildId ? { DISCORD_GUILD_ID: discord.guildId } : {}),
        DISCORD_BOT_TOKEN_FILE: token,
        DISCORD_CLIENT_SECRET_FILE: clientSecret,
      },
      files: { [token]: discord.token, [clientSecret]: discord.clientSecret },
    });
  }
  if (push) {
    const file = inSecrets("push-key");
    const environment = { VAPID_PUBLIC_KEY: push.publicKey, VAPID_SUBJECT: push.subject };
    parts.push({
      environment: { ...environment, VAPID_PRIVATE_KEY_FILE: file },
      files: { [file]: push.privateKey },
    });
  }
  return {
    environment: Object.assign({}, ...parts.map(({ environment }) => environment)),
    files: Object.assign({}, ...parts.map(({ files }) => files)),
  };
}
