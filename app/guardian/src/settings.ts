import { databaseSettings } from "@tovplay/runtime/database-settings";
import { logLevel, wholeNumber } from "@tovplay/runtime/settings";
import { z } from "zod";

const list = (text: string) => text.split(",").filter((part) => part !== "");

/** Settings of the guardian. */
export const guardianSettings = {
  ...databaseSettings,
  /** Folder of the server's structured log. */
  DATABASE_LOG_DIRECTORY: z.string().max(4096),
  /** Base addresses of Alertmanagers, separated by commas; each gets every alert. */
  ALERTMANAGER_URL: z
    .string()
    .transform(list)
    .pipe(
      z.array(z.url({ protocol: /^https?$/, message: "set http or https addresses, separated by commas" })),
    )
    .default([]),
  /** JSON file with the declared access; without it access is not checked. */
  DECLARED_ACCESS_FILE: z.string().max(4096).optional(),
  /** Folder for state that must survive a restart. */
  STATE_DIRECTORY: z.string().max(4096),
  PORT: wholeNumber(1, 65_535).default(9188),
  /** Label `cluster` of every alert and event. */
  CLUSTER: z.string().regex(/^[a-z0-9-]{1,63}$/, "use only lowercase letters, digits and hyphens"),
  /** Prefixes of application_name of the superuser's own programs, separated by commas. */
  EXPECTED_SUPERUSER_APPLICATIONS: z.string().transform(list).default(["tovplay", "pgBackRest ["]),
  /** Longest time, in minutes, during which the provisioner may log in. */
  PROVISIONING_MINUTES: wholeNumber(1, 1440).default(60),
  /** Maximum age of the last good backup, in hours. */
  BACKUP_HOURS: wholeNumber(1, 1000).default(26),
  LOG_LEVEL: logLevel,
};

/** Settings as read. */
export type GuardianSettings = z.output<z.ZodObject<typeof guardianSettings>>;
