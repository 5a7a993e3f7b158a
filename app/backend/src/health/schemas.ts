import { z } from "zod";

/** Answer of `GET /api/health`: 200 when everything is fine, otherwise 503. */
export const healthAnswer = z.object({
  status: z.enum(["ok", "unavailable"]),
  version: z.string(),
  uptimeSeconds: z.number(),
  /** What is wrong, one sentence each; empty when everything is fine. */
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
