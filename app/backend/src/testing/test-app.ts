import { randomBytes } from "node:crypto";
import { createLog } from "@tovplay/runtime/log";
import { createMetrics } from "@tovplay/runtime/metrics";
import { Temporal } from "temporal-polyfill";
import { buildApp } from "../app.ts";
import { createVault } from "../privacy/vault.ts";
import type { RouteContext } from "../routes/route-context.ts";
import { type Asked, answeringDatabase } from "./answering-database.ts";
import { memoryThrottle } from "./memory-throttle.ts";

/** Origin of the site in tests. */
const publicUrl = "https://app.example.org";

/** Health detail of the expected database. */
export const soundDatabase = {
  name: "TovPlay",
  systemIdentifier: "7",
  schemaVersion: 3,
  pooled: true,
  latencyMs: 1,
  checkedAt: "2030-01-01T00:00:00.000Z",
};

/** The complete server without a network or a database; `lines` is its log. */
export async function testApp(answer?: (asked: Asked) => unknown[], context: Partial<RouteContext> = {}) {
  const { database, asked } = answeringDatabase(answer);
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const whole: RouteContext = {
    database,
    publicUrl,
    version: "test",
    metrics: createMetrics("backend"),
    readHealth: async () => ({ status: "ok", reasons: [], details: { database: soundDatabase } }),
    vault: createVault([randomBytes(32)]),
    throttle: memoryThrottle(),
    clock: () => Temporal.Now.instant(),
    minimumAge: 18,
    discordSignIn: null,
    ...context,
  };
  const app = await buildApp(whole, createLog({ service: "backend", level: "info", destination }));
  return { app, asked, lines, context: whole };
}
