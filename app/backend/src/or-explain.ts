import { createLog } from "@tovplay/runtime/log";
import { SettingsError } from "@tovplay/runtime/settings";
import { toldMessage } from "@tovplay/runtime/told-error";

/** Runs a program; when it fails, its last log line says why in one sentence and the exit code is 1. */
export async function orExplain(service: string, program: () => Promise<void>): Promise<void> {
  try {
    await program();
  } catch (error) {
    const log = createLog({ service, level: "info", destination: process.stderr });
    const message = error instanceof Error ? toldMessage(error) : "failed for an unknown reason";
    log.fatal(error instanceof SettingsError ? {} : { err: error }, message);
    process.exit(1);
  }
}
