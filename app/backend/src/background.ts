import type { DatabaseSettings } from "@tovplay/runtime/database-settings";
import { databaseTls } from "@tovplay/runtime/database-tls";
import type { Finding } from "@tovplay/runtime/health";
import type { Logger } from "@tovplay/runtime/log";
import { gaugeOf } from "@tovplay/runtime/metrics";
import { createPool } from "@tovplay/runtime/postgres";
import type { ShutdownStep } from "@tovplay/runtime/shutdown";
import { Temporal } from "temporal-polyfill";
import { answerCommand } from "./discord/answer.ts";
import { syncEvent } from "./discord/events.ts";
import { discordOutlet } from "./discord/outlet.ts";
import { DiscordRest } from "./discord/rest.ts";
import type { DiscordSetting } from "./discord/settings.ts";
import type { BackgroundDetail } from "./health/background-detail.ts";
import { type JobHandlers, Jobs } from "./jobs/jobs.ts";
import { keepLooking, lookAfter } from "./jobs/look-after.ts";
import { forSessions, type SessionDatabaseSettings } from "./jobs/session-database.ts";
import { post } from "./mail/outbox.ts";
import { deliver } from "./notices/deliver.ts";
import { mailNotices } from "./notices/mail.ts";
import type { Outlet } from "./notices/outlet.ts";
import { remind } from "./notices/reminders.ts";
import { pushOutlet } from "./push/outlet.ts";
import type { PushSetting } from "./push/settings.ts";
import type { RouteContext } from "./routes/route-context.ts";
import { playingJobs, startPlayingJobs } from "./sessions/jobs.ts";
import type { NoticeStream } from "./sockets/notice-stream.ts";
import { listenForSignals } from "./sockets/signals.ts";

/** Connections to PostgreSQL itself for jobs; announcements are heard on one more. */
const jobConnections = 4;

/** What a process does besides answering requests. */
export interface BackgroundOptions {
  context: Pick<RouteContext, "database" | "vault" | "publicUrl" | "metrics">;
  settings: DatabaseSettings & SessionDatabaseSettings;
  discord: DiscordSetting | null;
  push: PushSetting | null;
  notices: NoticeStream;
  log: Logger;
}

/** What runs in the background. */
export interface Background {
  /** Never makes the process unhealthy: requests are answered without it, and it starts again by itself. */
  check: () => Promise<Finding<BackgroundDetail>>;
  /** In the order in which they end. */
  steps: ShutdownStep[];
}

/** Begins to do jobs and to hear what other processes announce. */
export function startBackground(options: BackgroundOptions): Background {
  const { context, notices, log } = options;
  const direct = forSessions(options.settings);
  const pool = createPool(direct, { application: "tovplay-jobs", size: jobConnections, log });
  const jobs = new Jobs({ pool, handlers: handlersOf(options), log });
  const listener = listenForSignals({
    connection: {
      host: direct.DATABASE_HOST,
      port: direct.DATABASE_PORT,
      database: direct.DATABASE_NAME,
      user: direct.DATABASE_USER,
      password: direct.DATABASE_PASSWORD_FILE,
      ssl: databaseTls(direct),
      application_name: "tovplay-listener",
    },
    notices,
    wake: (queue) => jobs.wake(queue),
    log,
  });
  jobs.start();
  void startPlayingJobs(context.database, Temporal.Now.instant()).catch((error: unknown) =>
    log.warn({ err: error }, "cannot plan the jobs of sessions"),
  );
  void keepLooking(context.database).catch((error: unknown) =>
    log.warn({ err: error }, "cannot plan the next look"),
  );
  const { registry } = context.metrics;
  gaugeOf(registry, "jobs_running", "Whether this process does jobs", () => Number(jobs.running));
  gaugeOf(registry, "listener_connected", "Whether this process is told by the others", () =>
    Number(listener.connected),
  );
  return {
    check: async () => ({
      detail: { jobs: jobs.running, listening: listener.connected, silentFor: listener.silentFor },
      reasons: [],
    }),
    steps: [
      { name: "listener", end: () => listener.end() },
      { name: "jobs", end: () => jobs.end() },
      { name: "pool of jobs", end: () => pool.end() },
    ],
  };
}

/** For a channel that is not set: nobody has an address there. */
const silent: Outlet = { send: async () => "no_address" };

function handlersOf({ context, discord, push, log }: BackgroundOptions): JobHandlers {
  const { database, vault, publicUrl } = context;
  const clock = () => Temporal.Now.instant();
  const rest = discord && new DiscordRest(discord);
  const bring = deliver({
    database,
    publicUrl,
    queueMail: mailNotices((tx, mail) => post(tx, vault, { ...mail, kind: "notice" }), clock),
    outlets: {
      discord: rest ? discordOutlet(database, rest) : silent,
      web_push: push ? pushOutlet({ database, vault, setting: push, now: Date.now }) : silent,
    },
    log,
    clock,
  });
  const nothing = async () => undefined;
  return {
    deliver: { errand: bring },
    remind: { effect: remind },
    "answer-discord": { errand: rest ? answerCommand({ database, rest, publicUrl }) : nothing },
    "discord-event": { errand: rest ? syncEvent(database, rest, publicUrl) : nothing },
    "look-after": { effect: lookAfter },
    ...playingJobs(clock),
  };
}
