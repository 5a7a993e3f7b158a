import { createLog } from "@tovplay/runtime/log";
import { readSettings } from "@tovplay/runtime/settings";
import { prepareJobs } from "./jobs/schema.ts";
import { applyMigrations } from "./migrations/apply.ts";
import { migrationFiles } from "./migrations/migration-files.ts";
import { orExplain } from "./or-explain.ts";
import { withDatabase } from "./program-database.ts";
import { programSettings } from "./settings.ts";

/** Brings the schema up to date, then prints one line of JSON; the log goes to standard error. Never deletes anything. */
await orExplain("migrations", async () => {
  const settings = readSettings(programSettings, process.env);
  const log = createLog({ service: "migrations", level: settings.LOG_LEVEL, destination: process.stderr });
  const known = migrationFiles(new URL("../migrations/", import.meta.url));
  await withDatabase(settings, "tovplay-migrations", async (client, { name: database, systemIdentifier }) => {
    const { schemaVersion, applied } = await applyMigrations(client, known, log);
    await prepareJobs(client, log);
    process.stdout.write(`${JSON.stringify({ database, systemIdentifier, schemaVersion, applied })}\n`);
  });
});
