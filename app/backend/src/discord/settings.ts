import { secretFile } from "@tovplay/runtime/settings";
import { z } from "zod";

const snowflake = (what: string) => z.string().regex(/^\d{15,20}$/, `set the ${what} as Discord shows it`);

/** Settings of the Discord application. Without its id there is nothing of Discord here. */
export const discordSettings = {
  DISCORD_APPLICATION_ID: snowflake("application's id").optional(),
  /** Ed25519 key by which Discord signs interactions, in hexadecimal. */
  DISCORD_PUBLIC_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "set the application's public key as Discord shows it")
    .optional(),
  DISCORD_BOT_TOKEN_FILE: secretFile().optional(),
  /** Server on which sessions are shown as events, if their people want it. */
  DISCORD_GUILD_ID: snowflake("server's id").optional(),
  DISCORD_API: z.url().default("https://discord.com/api/v10"),
};

/** Discord as it is set. */
export interface DiscordSetting {
  applicationId: string;
  publicKey: string;
  token: string;
  guildId: string | null;
  api: string;
}

/**
 * Discord, if it is set.
 * @throws when only a part of it is
 */
export function discordSetting(
  settings: z.output<z.ZodObject<typeof discordSettings>>,
): DiscordSetting | null {
  const {
    DISCORD_APPLICATION_ID: applicationId,
    DISCORD_PUBLIC_KEY: publicKey,
    DISCORD_BOT_TOKEN_FILE: token,
  } = settings;
  if (!applicationId && !publicKey && !token) return null;
  if (!applicationId || !publicKey || !token)
    throw new Error(
      "Discord is set in part: set DISCORD_APPLICATION_ID, DISCORD_PUBLIC_KEY and DISCORD_BOT_TOKEN_FILE, or none",
    );
  return {
    applicationId,
    publicKey,
    token,
    guildId: settings.DISCORD_GUILD_ID ?? null,
    api: settings.DISCORD_API,
  };
}
