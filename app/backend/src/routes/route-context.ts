import type { Health } from "@tovplay/runtime/health";
import type { DatabaseDetail } from "@tovplay/runtime/identity";
import type { Metrics } from "@tovplay/runtime/metrics";
import type { Database } from "../database/database.ts";

/** What routes need. */
export interface RouteContext {
  database: Database;
  /** Origin at which people reach the site. */
  publicUrl: string;
  /** Version that is running. */
  version: string;
  readHealth: () => Promise<Health<{ database: DatabaseDetail }>>;
  metrics: Metrics;
}
