import { databaseSettings } from "@tovplay/runtime/database-settings";
import { logLevel, secretFile, wholeNumber } from "@tovplay/runtime/settings";
import { z } from "zod";

const folder = () => z.string().regex(/^\/[\w./-]+$/, "set an absolute path");

/** Settings of the service, by the names of their variables. */
export const serviceSettings = {
  LOG_LEVEL: logLevel,
  PORT: wholeNumber(1, 65_535).default(9189),
  HOST: z.string().default("127.0.0.1"),
  ...databaseSettings,
  /** Not needed where DATABASE_HOST is the folder of a socket: the server authenticates the system user. */
  DATABASE_PASSWORD_FILE: secretFile().optional(),
  /** Name of the cluster's backups in every repository. */
  STANZA: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "use only lowercase letters, digits and hyphens"),
  /** Number of repositories in pgBackRest's configuration. */
  REPOSITORIES: wholeNumber(1, 4).default(1),
  /** Numbers of repositories in which the service expires nothing because the object store does: `2`. */
  KEPT_REPOSITORIES: z
    .string()
    .regex(/^[1-4](,[1-4])*$/, "set repository numbers separated by commas")
    .default("")
    .transform((text) => text.split(",").filter(Boolean).map(Number)),
  FULL_EVERY_MINUTES: wholeNumber(1, 60 * 24 * 31).default(7 * 24 * 60),
  INCREMENTAL_EVERY_MINUTES: wholeNumber(1, 60 * 24 * 7).default(4 * 60),
  /** Days within which any moment can be restored. */
  POINT_IN_TIME_DAYS: wholeNumber(1, 366).default(7),
  WEEKLY_BACKUPS: wholeNumber(0, 520).default(5),
  MONTHLY_BACKUPS: wholeNumber(0, 120).default(12),
  /** Keeps what must survive a restart of the service: runs not yet in "BackupLog". */
  STATE_FOLDER: folder().default("/var/lib/tovplay/backup"),
  /** Where backups are restored for verification; needs as much space as the cluster. */
  RESTORE_FOLDER: folder().default("/var/lib/tovplay/restore"),
  /** pgBackRest configuration for restores on this machine, when it is not the server's. */
  RESTORE_CONFIGURATION: folder().default("/etc/pgbackrest/pgbackrest.conf"),
  /** Folder of the WAL receiver; unset where it runs on another machine. */
  RECEIVED_WAL_FOLDER: folder().optional(),
};

/** Settings as read. */
export type ServiceSettings = z.output<z.ZodObject<typeof serviceSettings>>;

/** Numbers of all repositories. */
export function repositoriesOf({ REPOSITORIES: count }: Pick<ServiceSettings, "REPOSITORIES">): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
