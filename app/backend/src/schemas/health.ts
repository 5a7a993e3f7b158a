import { z } from "zod";

/** Answer of `GET /api/health`, with 200 when all is well and with 503 when it is not. */
export const healthAnswer = z.object({
  status: z.enum(["ok", "unavailable"]),
  version: z.string(),
  uptimeSeconds: z.number(),
  /** What is wrong, each a sentence; empty when all is well. */
  reasons: z.array(z.string()),
  database: z.object({
    name: z.string().nullable(),
    systemIdentifier: z.string().nullable(),
    schemaVersion: z.int().nullable(),
    /** Whether the connection came through PgBouncer. */
    pooled: z.boolean().nullable(),
    latencyMs: z.number().nullable(),
    checkedAt: z.iso.datetime(),
  }),
});
