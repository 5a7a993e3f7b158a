import { databaseSettings } from "@tovplay/runtime/database-settings";
import { logLevel } from "@tovplay/runtime/log";
import { wholeNumber } from "@tovplay/runtime/settings";
import { z } from "zod";

const list = (text: string) => text.split(",").filter((part) => part !== "");

/** Settings of the guardian. */
export const guardianSettings = {
  ...databaseSettings,
  /** Folder of the server's structured log. */
  DATABASE_LOG_DIRECTORY: z.string().max(4096),
  /** Base addresses of Alertmanagers, separated by commas; every one of them is told everything. */
  ALERTMANAGER_URL: z
    .string()
    .transform(list)
    .pipe(
      z.array(z.url({ protocol: /^https?$/, message: "set http or https addresses, separated by commas" })),
    )
    .default([]),
  /** JSON with the access that is declared; without it access is not compared. */
  DECLARED_ACCESS_FILE: z.string().max(4096).optional(),
  /** Folder of what has to survive a restart. */
  STATE_DIRECTORY: z.string().max(4096),
  PORT: wholeNumber(1, 65_535).default(9188),
  /** Label `cluster` of every alert and event. */
  CLUSTER: z.string().regex(/^[a-z0-9-]{1,63}$/, "set lower-case letters, digits and hyphens"),
  /** What the superuser's own programs call themselves, by the beginning of their application_name, separated by commas. */
  EXPECTED_SUPERUSER_APPLICATIONS: z.string().transform(list).default(["tovplay", "pgBackRest ["]),
  /** Longest time in minutes for which the provisioner may be able to log in. */
  PROVISIONING_MINUTES: wholeNumber(1, 1440).default(60),
  /** Oldest good backup in hours. */
  BACKUP_HOURS: wholeNumber(1, 1000).default(26),
  LOG_LEVEL: logLevel,
};

/** Settings as read. */
export type GuardianSettings = z.output<z.ZodObject<typeof guardianSettings>>;
