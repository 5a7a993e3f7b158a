import { createLog } from "@tovplay/runtime/log";
import { safeMessage } from "@tovplay/runtime/safe-error";
import { readSettings, SettingsError } from "@tovplay/runtime/settings";
import { endOnSignal } from "@tovplay/runtime/shutdown";
import { startGuardian } from "./guardian.ts";
import { createHttpServer } from "./http.ts";
import { guardianSettings } from "./settings.ts";

/** Longest shutdown, in milliseconds; below the container's 10 s. */
const grace = 8_000;

try {
  serve();
} catch (error) {
  const log = createLog({ service: "guardian", level: "info", destination: process.stderr });
  const message = error instanceof Error ? safeMessage(error) : "failed for an unknown reason";
  log.fatal(error instanceof SettingsError ? {} : { err: error }, message);
  process.exit(1);
}

function serve(): void {
  const settings = readSettings(guardianSettings, process.env);
  const log = createLog({ service: "guardian", level: settings.LOG_LEVEL });
  const { answers, steps } = startGuardian(settings, log.child({ cluster: settings.CLUSTER }));
  const server = createHttpServer(answers).listen(settings.PORT, "0.0.0.0");
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  endOnSignal([{ name: "HTTP server", end: close }, ...steps], grace, log);
  // Log unexpected errors and keep running: a guardian that has crashed sees nothing.
  process.on("uncaughtException", (error) => log.error({ err: error }, "unexpected error"));
  process.on("unhandledRejection", (error) => log.error({ err: error }, "unexpected error"));
}
