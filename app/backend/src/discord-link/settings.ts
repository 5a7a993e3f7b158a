import { secretFile } from "@tovplay/runtime/settings";
import { z } from "zod";

/** Settings of signing in with Discord. Without `DISCORD_CLIENT_ID` nobody can. */
export const discordLinkSettings = {
  DISCORD_CLIENT_ID: z
    .string()
    .regex(/^\d{1,20}$/, "set the application's id, which has digits only")
    .optional(),
  DISCORD_CLIENT_SECRET_FILE: secretFile().optional(),
  /** Where Discord is; another address only in tests. */
  DISCORD_ORIGIN: z.url().default("https://discord.com"),
};
