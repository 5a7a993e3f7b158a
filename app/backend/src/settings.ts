import { databaseSettings } from "@tovplay/runtime/database-settings";
import { logLevel, secretFile, wholeNumber } from "@tovplay/runtime/settings";
import { z } from "zod";
import { discordSettings } from "./discord/settings.ts";
import { discordLinkSettings } from "./discord-link/settings.ts";
import { sessionDatabaseSettings } from "./jobs/session-database.ts";
import { mailSettings } from "./mail/settings.ts";
import { pushSettings } from "./push/settings.ts";

const siteOrigin = z
  .string()
  .refine(isOrigin, "set the site's address without a path, for example https://app.example.org");

/** Bytes of a master key. */
const keyBytes = 32;

/** 32 bytes in base64 on each line of a file: the current key first, then earlier ones that still open what they encrypted. */
const masterKeys = secretFile().transform((text, context) => {
  const [first, ...others] = text.split("\n").map((line) => Buffer.from(line, "base64"));
  if (first && [first, ...others].every(({ length }) => length === keyBytes))
    return [first, ...others] as const;
  context.addIssue({ code: "custom", message: "write 32 bytes in base64 on each line of the file" });
  return z.NEVER;
});

/** Settings of the server, by the names of their variables. */
export const serverSettings = {
  PORT: wholeNumber(1, 65_535).default(5001),
  HOST: z.string().default("127.0.0.1"),
  LOG_LEVEL: logLevel,
  /** Address at which people reach the site; cookies and the check of a request's origin depend on it. */
  PUBLIC_URL: siteOrigin,
  DATABASE_POOL_SIZE: wholeNumber(1, 100).default(10),
  /** Version that is running, for `/health/ready`; the image sets it. */
  TOVPLAY_VERSION: z.string().max(64).default("development"),
  /** Encrypts the keys under which what is personal is kept; without it that is lost. */
  ACCOUNT_MASTER_KEY_FILE: masterKeys,
  /** Years that a person has to confirm before signing up; docs/decisions/0027 says what a lower number requires. */
  MINIMUM_AGE: wholeNumber(13, 99).default(18),
  ...mailSettings,
  ...discordLinkSettings,
  ...databaseSettings,
  ...sessionDatabaseSettings,
  ...discordSettings,
  ...pushSettings,
};

/** Settings of the programs that run once, by the names of their variables. */
export const programSettings = { LOG_LEVEL: logLevel, ...databaseSettings };

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, "");
}
