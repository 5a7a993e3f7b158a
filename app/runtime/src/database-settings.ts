import { z } from "zod";
import { certificateFile, secretFile, wholeNumber } from "./settings.ts";

/** Settings of a connection to PostgreSQL or its pooler. */
export const databaseSettings = {
  DATABASE_HOST: z.string().max(253),
  DATABASE_PORT: wholeNumber(1, 65_535),
  /** Case-sensitive. */
  DATABASE_NAME: z.string().max(63).default("TovPlay"),
  DATABASE_USER: z.string().max(63),
  DATABASE_PASSWORD_FILE: secretFile(),
  /** CA of the server's certificate, which must be valid for DATABASE_HOST. Without it there is no TLS, for use on one machine. */
  DATABASE_TLS_CA_FILE: certificateFile().optional(),
  /** The expected cluster; any cluster when it is not set. */
  DATABASE_SYSTEM_IDENTIFIER: z
    .string()
    .regex(/^\d{1,20}$/, "set the system_identifier that pg_control_system() returns")
    .optional(),
};

/** Database settings as read. */
export type DatabaseSettings = z.output<z.ZodObject<typeof databaseSettings>>;
