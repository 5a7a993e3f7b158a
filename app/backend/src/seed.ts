import { createLog } from "@tovplay/runtime/log";
import { readSettings, secretFile } from "@tovplay/runtime/settings";
import { databaseOn } from "./database/on-client.ts";
import { asOwner } from "./migrations/as-owner.ts";
import { orExplain } from "./or-explain.ts";
import { hashPassword } from "./passwords/password.ts";
import { withDatabase } from "./program-database.ts";
import { countRows, loadReferenceData } from "./seed/load.ts";
import { referenceData } from "./seed/reference-data.ts";
import { programSettings } from "./settings.ts";

/** Loads the reference data, then prints one line of JSON with the rows added and the rows present. */
await orExplain("seed", async () => {
  // SEED_PASSWORD_FILE holds the password of the account `demo`, the only one that can sign in.
  const settings = readSettings({ ...programSettings, SEED_PASSWORD_FILE: secretFile() }, process.env);
  const log = createLog({ service: "seed", level: settings.LOG_LEVEL, destination: process.stderr });
  const data = referenceData(await hashPassword(settings.SEED_PASSWORD_FILE));
  await withDatabase(settings, "tovplay-seed", (client, { name }) =>
    asOwner(client, async () => {
      const database = databaseOn(client);
      const added = await loadReferenceData(database, data);
      const changed = Object.values(added).some((rows) => rows > 0);
      log.info(
        { added },
        changed ? "reference data loaded" : "reference data was already loaded, nothing changed",
      );
      const counts = await countRows(database);
      process.stdout.write(`${JSON.stringify({ database: name, changed, added, counts })}\n`);
    }),
  );
});
