import type { z } from "zod";
import { type DiscordSignIn, discordSignIn } from "./discord-sign-in.ts";
import type { discordLinkSettings } from "./settings.ts";

/**
 * Signing in with Discord by the settings; null when it is not set.
 * @throws when only a part of it is
 */
export function discordSignInOf(
  settings: z.output<z.ZodObject<typeof discordLinkSettings>>,
): DiscordSignIn | null {
  const {
    DISCORD_CLIENT_ID: clientId,
    DISCORD_CLIENT_SECRET_FILE: clientSecret,
    DISCORD_ORIGIN: origin,
  } = settings;
  if (clientId && clientSecret) return discordSignIn({ clientId, clientSecret, origin });
  if (clientId || clientSecret)
    throw new Error("set both DISCORD_CLIENT_ID and DISCORD_CLIENT_SECRET_FILE, or neither");
  return null;
}
