import type { DatabaseSettings } from "@tovplay/runtime/database-settings";
import { within } from "@tovplay/runtime/deadline";
import { health } from "@tovplay/runtime/health";
import { checkIdentity } from "@tovplay/runtime/identity";
import { createLog, type Logger } from "@tovplay/runtime/log";
import { createMetrics, gaugeOf } from "@tovplay/runtime/metrics";
import { createPool } from "@tovplay/runtime/postgres";
import { readSettings } from "@tovplay/runtime/settings";
import { endOnSignal } from "@tovplay/runtime/shutdown";
import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import { buildApp } from "./app.ts";
import { type Background, startBackground } from "./background.ts";
import { createDatabase, type Database } from "./database/database.ts";
import { discordSetting } from "./discord/settings.ts";
import { discordSignInOf } from "./discord-link/set-up.ts";
import { readIdentity } from "./health/identity.ts";
import { mailTransport } from "./mail/transport.ts";
import { migrationFiles } from "./migrations/migration-files.ts";
import { orExplain } from "./or-explain.ts";
import { createVault } from "./privacy/vault.ts";
import { pushSetting } from "./push/settings.ts";
import { startRounds } from "./rounds/background.ts";
import { serverSettings } from "./settings.ts";
import { databaseThrottle } from "./throttle/database-throttle.ts";

/** Longest wait for running requests during shutdown, in milliseconds; below the container's 30 s. */
const grace = 20_000;

await orExplain("backend", serve);

async function serve(): Promise<void> {
  const settings = readSettings(serverSettings, process.env);
  const log = createLog({ service: "backend", level: settings.LOG_LEVEL });
  const metrics = createMetrics("backend");
  const pool = openPool(settings, metrics, log);
  const database = createDatabase(pool);
  let background: Background | undefined;
  const expected = expectedDatabase(settings);
  const readHealth = health({
    database: () => checkIdentity(askIdentity(database), expected, tell(log)),
    background: async () => (await background?.check()) ?? { detail: undefined, reasons: [] },
  });
  const [discord, push] = [discordSetting(settings), pushSetting(settings)];
  const context = {
    ...fixedContext(settings),
    database,
    readHealth,
    metrics,
    throttle: databaseThrottle(database),
    ...(discord && { discord }),
    ...(push && { push }),
  };
  const app = await buildApp(context, log);
  background = startBackground({ context, settings, discord, push, notices: app.notices, log });
  endOnSignal(
    [
      { name: "HTTP server", end: async () => app.close() },
      ...background.steps,
      startRounds({ ...context, transport: mailTransport(settings), log }),
      { name: "database pool", end: () => pool.end() },
    ],
    grace,
    log,
  );
  // Sent after nginx has switched to another process and before SIGTERM, so that nginx need not wait for its old workers' sockets.
  process.on("SIGUSR2", () => void app.drainSockets());
  await app.listen({ host: settings.HOST, port: settings.PORT });
}

/** What of the routes' context follows from the settings alone. */
function fixedContext(settings: z.output<z.ZodObject<typeof serverSettings>>) {
  return {
    publicUrl: settings.PUBLIC_URL,
    version: settings.TOVPLAY_VERSION,
    // Any image has a version.
    reference: settings.TOVPLAY_VERSION === "development",
    vault: createVault(settings.ACCOUNT_MASTER_KEY_FILE),
    clock: () => Temporal.Now.instant(),
    minimumAge: settings.MINIMUM_AGE,
    discordSignIn: discordSignInOf(settings),
  };
}

function expectedDatabase({
  DATABASE_NAME: name,
  DATABASE_SYSTEM_IDENTIFIER: systemIdentifier,
}: DatabaseSettings) {
  const schemaVersion = migrationFiles(new URL("../migrations/", import.meta.url)).at(-1)?.version ?? 0;
  return { name, systemIdentifier, schemaVersion };
}

function openPool(
  settings: DatabaseSettings & { DATABASE_POOL_SIZE: number },
  { registry }: ReturnType<typeof createMetrics>,
  log: Logger,
) {
  const size = settings.DATABASE_POOL_SIZE;
  const pool = createPool(settings, { application: "tovplay-backend", size, log });
  gaugeOf(registry, "database_pool_connections", "Connections of the pool", () => pool.totalCount);
  gaugeOf(registry, "database_pool_waiting", "Queries that wait for a connection", () => pool.waitingCount);
  return pool;
}

function askIdentity(database: Database) {
  return () => within(3_000, "checking the database's identity", readIdentity(database));
}

function tell(log: Logger) {
  return (error: unknown) => log.error({ err: error }, "cannot check the database's identity");
}
