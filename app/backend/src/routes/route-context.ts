import type { Health } from "@tovplay/runtime/health";
import type { DatabaseDetail } from "@tovplay/runtime/identity";
import type { Metrics } from "@tovplay/runtime/metrics";
import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import type { DiscordSetting } from "../discord/settings.ts";
import type { DiscordSignIn } from "../discord-link/discord-sign-in.ts";
import type { BackgroundDetail } from "../health/background-detail.ts";
import type { Vault } from "../privacy/vault.ts";
import type { PushSetting } from "../push/settings.ts";
import type { SocketLimits } from "../sockets/limits.ts";
import type { Throttle } from "../throttle/throttle.ts";

/** What routes need. */
export interface RouteContext {
  database: Database;
  /** Origin at which people reach the site. */
  publicUrl: string;
  /** Version that is running. */
  version: string;
  /** Shows the API as pages at `/reference`. */
  reference?: boolean;
  readHealth: () => Promise<Health<{ database: DatabaseDetail; background?: BackgroundDetail | undefined }>>;
  metrics: Metrics;
  vault: Vault;
  throttle: Throttle;
  /** The time. */
  clock: () => Temporal.Instant;
  /** Discord, where it is set. */
  discord?: Pick<DiscordSetting, "publicKey">;
  /** Web push, where it is set. */
  push?: Pick<PushSetting, "publicKey" | "services">;
  /** Years that a person has to confirm before signing up. */
  minimumAge: number;
  /** Null when signing in with Discord is not set up. */
  discordSignIn: DiscordSignIn | null;
  /** Default: the usual ones. */
  socketLimits?: SocketLimits;
}
