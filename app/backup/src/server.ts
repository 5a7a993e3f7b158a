import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { health } from "@tovplay/runtime/health";
import { createLog, type Logger } from "@tovplay/runtime/log";
import { safeMessage } from "@tovplay/runtime/safe-error";
import { readSettings } from "@tovplay/runtime/settings";
import { endOnSignal } from "@tovplay/runtime/shutdown";
import { serveControl } from "./control/server.ts";
import { checkCycle } from "./health-checks.ts";
import { serveHttp } from "./http.ts";
import { createMetrics } from "./metrics.ts";
import type { Backup } from "./repository/backups.ts";
import { type Cycle, runCycle } from "./runs/cycle.ts";
import { openJournal } from "./runs/journal.ts";
import { listBackups, type OperationContext } from "./runs/operations.ts";
import { stateFiles } from "./runs/state-files.ts";
import { turns } from "./runs/turns.ts";
import { repositoriesOf, type ServiceSettings, serviceSettings } from "./settings.ts";
import { removeCopies } from "./verification/verify.ts";

/** Longest wait for the current run to stop, in milliseconds; below the container's 60 s. */
const grace = 45_000;

/** Interval between listings of backups for the metrics, in milliseconds. */
const listEvery = 60_000;

try {
  await serve(readSettings(serviceSettings, process.env));
} catch (error) {
  process.stderr.write(`backup: ${safeMessage(error)}\n`);
  process.exit(1);
}

async function serve(settings: ServiceSettings): Promise<void> {
  const log = createLog({ service: "backup", level: settings.LOG_LEVEL });
  const ending = new AbortController();
  const context = await openContext(settings, log, ending.signal);
  const { journal } = context;
  const turn = turns();
  const cycle: Cycle = { lookedAt: Date.now(), ready: false };
  const listed = keepListed(context, log);
  const registry = createMetrics({
    backups: listed.backups,
    last: journal.last,
    unsent: journal.waiting,
    repositories: repositoriesOf(settings),
  });
  const http = serveHttp(registry, health({ cycle: checkCycle(cycle, turn, journal.last) }));
  const control = serveControl(context, turn, log);
  const working = runCycle(context, turn, cycle, log);
  endOnSignal(
    [
      {
        name: "the current run",
        end: async () => {
          ending.abort();
          await working;
          // A command may still be running.
          await turn.take(async () => undefined);
        },
      },
      { name: "the list of backups", end: async () => listed.stop() },
      { name: "the commands", end: async () => control.closeAllConnections() },
      { name: "HTTP server", end: async () => http.closeAllConnections() },
    ],
    grace,
    log,
  );
  http.listen({ host: settings.HOST, port: settings.PORT });
  await once(http, "listening");
}

async function openContext(
  settings: ServiceSettings,
  log: Logger,
  signal: AbortSignal,
): Promise<OperationContext> {
  await mkdir(settings.STATE_FOLDER, { recursive: true, mode: 0o700 });
  await removeCopies(settings.RESTORE_FOLDER);
  const files = stateFiles(settings.STATE_FOLDER, (file) =>
    log.error({ file }, "a state file is damaged and was ignored"),
  );
  const journal = await openJournal(files, settings, log);
  await journal.recordCutRun();
  return { settings, journal, signal, onLine: (line) => log.info({ program: "pgbackrest" }, line) };
}

/** Lists the backups periodically, so that a scrape need not wait for a remote repository. */
function keepListed(context: OperationContext, log: Logger) {
  let backups: Backup[] = [];
  const list = () =>
    listBackups(context)
      .then((found) => {
        backups = found.backups;
      })
      .catch((error: unknown) => log.warn({ err: error }, "cannot list the backups"));
  void list();
  const timer = setInterval(list, listEvery);
  return { backups: () => backups, stop: () => clearInterval(timer) };
}
