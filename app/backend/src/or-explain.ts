import { createLog } from "@tovplay/runtime/log";
import { safeMessage } from "@tovplay/runtime/safe-error";
import { SettingsError } from "@tovplay/runtime/settings";

/** Runs a program; on failure the last log line gives the reason and the exit code is 1. */
export async function orExplain(service: string, program: () => Promise<void>): Promise<void> {
  try {
    await program();
  } catch (error) {
    const log = createLog({ service, level: "info", destination: process.stderr });
    const message = error instanceof Error ? safeMessage(error) : "failed for an unknown reason";
    log.fatal(error instanceof SettingsError ? {} : { err: error }, message);
    process.exit(1);
  }
}
