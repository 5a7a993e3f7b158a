import { z } from "zod";
import { port } from "./ports.ts";

const snowflake = z.string().regex(/^\d{15,20}$/, "is no id of Discord");
const secret = z.string().min(1).optional();

/** How the site reaches people beyond its own pages. What is left out is not offered; without mail nobody can sign up. */
export const channelSettings = {
  /** Mail server. Port 465 begins with TLS, others have to offer STARTTLS. */
  mail: z
    .strictObject({
      host: z.string().max(253),
      port: port.default(587),
      user: z.string().max(254),
      /** From whom mails come, for example `TovPlay <hello@example.org>`. */
      from: z.string().min(3).max(320),
    })
    .optional(),
  mailPassword: secret,
  /** Application of Discord: commands, messages, events on one server, and signing in. */
  discord: z
    .strictObject({
      applicationId: snowflake,
      publicKey: z.string().regex(/^[0-9a-f]{64}$/, "is no public key of Discord"),
      guildId: snowflake.optional(),
    })
    .optional(),
  discordToken: secret,
  discordClientSecret: secret,
  /** Web push: the public key of the pair, and whom a push service can ask. */
  push: z
    .strictObject({
      publicKey: z.string().regex(/^[A-Za-z0-9_-]{87}$/, "is no VAPID public key"),
      subject: z.string().regex(/^(mailto:|https:\/\/)/, "must begin with mailto: or https://"),
    })
    .optional(),
  pushKey: secret,
};

/** Settings of the channels as read. */
export type ChannelSettings = z.output<z.ZodObject<typeof channelSettings>>;

/** Each channel with the secrets that it needs. */
const secretsOf = {
  mail: ["mailPassword"],
  discord: ["discordToken", "discordClientSecret"],
  push: ["pushKey"],
} as const satisfies Partial<Record<keyof ChannelSettings, readonly (keyof ChannelSettings)[]>>;

/** Names of the settings that are secrets. */
export const channelSecrets: readonly string[] = Object.values(secretsOf).flat();

/** Names a channel's secret that is missing. */
export function checkChannels(settings: ChannelSettings, context: z.RefinementCtx): void {
  for (const [channel, secrets] of Object.entries(secretsOf)) {
    if (!settings[channel as keyof typeof secretsOf]) continue;
    for (const name of secrets) {
      if (settings[name] !== undefined) continue;
      context.addIssue({
        code: "custom",
        path: [name],
        message: `is missing; set it with 'pulumi config set --secret tovplay:${name}'`,
      });
    }
  }
}
