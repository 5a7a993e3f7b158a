import type { DatabaseSettings } from "@tovplay/runtime/database-settings";
import { z } from "zod";

/** The database's name for what holds a session, to listen or to lock: a pooler in transaction mode offers it under another one. */
export const sessionDatabaseSettings = {
  /** Default: DATABASE_NAME, where no pooler is in between. */
  SESSION_DATABASE_NAME: z.string().max(63).optional(),
};

export type SessionDatabaseSettings = z.output<z.ZodObject<typeof sessionDatabaseSettings>>;

/** The application's settings of its database, for sessions that last. */
export function forSessions(settings: DatabaseSettings & SessionDatabaseSettings): DatabaseSettings {
  return { ...settings, DATABASE_NAME: settings.SESSION_DATABASE_NAME ?? settings.DATABASE_NAME };
}
