import { createLog } from "@tovplay/runtime/log";
import { readSettings, SettingsError } from "@tovplay/runtime/settings";
import { endOnSignal } from "@tovplay/runtime/shutdown";
import { toldMessage } from "@tovplay/runtime/told-error";
import { startGuardian } from "./guardian.ts";
import { createHttpServer } from "./http.ts";
import { guardianSettings } from "./settings.ts";

/** Longest wait when ending, in milliseconds; below the container's 10 s. */
const grace = 8_000;

try {
  serve();
} catch (error) {
  const log = createLog({ service: "guardian", level: "info", destination: process.stderr });
  const message = error instanceof Error ? toldMessage(error) : "failed for an unknown reason";
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
  // Whatever nobody thought of is told and survived: a guardian that is gone sees nothing.
  process.on("uncaughtException", (error) => log.error({ err: error }, "an error that nobody expected"));
  process.on("unhandledRejection", (error) => log.error({ err: error }, "an error that nobody expected"));
}
