import type { DatabaseSettings } from "@tovplay/runtime/database-settings";
import { wholeNumber } from "@tovplay/runtime/settings";
import { z } from "zod";

/**
 * Where PostgreSQL itself answers, for what a pooler in transaction mode cannot do: to listen, and to hold a session. Without these
 * settings the application's own connection counts.
 */
export const directDatabaseSettings = {
  DIRECT_DATABASE_HOST: z.string().max(253).optional(),
  DIRECT_DATABASE_PORT: wholeNumber(1, 65_535).optional(),
};

export type DirectDatabaseSettings = z.output<z.ZodObject<typeof directDatabaseSettings>>;

/** The application's settings of its database, without the pooler. */
export function withoutPooler(settings: DatabaseSettings & DirectDatabaseSettings): DatabaseSettings {
  return {
    ...settings,
    DATABASE_HOST: settings.DIRECT_DATABASE_HOST ?? settings.DATABASE_HOST,
    DATABASE_PORT: settings.DIRECT_DATABASE_PORT ?? settings.DATABASE_PORT,
  };
}
