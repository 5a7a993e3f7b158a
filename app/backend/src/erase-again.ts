import { text } from "node:stream/consumers";
import { createLog } from "@tovplay/runtime/log";
import { createPool } from "@tovplay/runtime/postgres";
import { readSettings } from "@tovplay/runtime/settings";
import { z } from "zod";
import { createDatabase } from "./database/database.ts";
import { eraseAgain } from "./erasure/erase.ts";
import { orExplain } from "./or-explain.ts";
import { createVault } from "./privacy/vault.ts";
import { serverSettings } from "./settings.ts";

/**
 * Erases the accounts again that a restore brought back: reads their ids from standard input, one a line, and prints how many there were.
 * It runs as the application, before the site opens.
 */
await orExplain("erase-again", async () => {
  const settings = readSettings(serverSettings, process.env);
  const log = createLog({ service: "erase-again", level: settings.LOG_LEVEL, destination: process.stderr });
  const ids = z.array(z.uuid()).parse((await text(process.stdin)).split("\n").filter(Boolean));
  const pool = createPool(settings, { application: "tovplay-erase-again", size: 1, log });
  try {
    const vault = createVault(settings.ACCOUNT_MASTER_KEY_FILE);
    const erased = await eraseAgain({ database: createDatabase(pool), vault }, ids);
    process.stdout.write(`${JSON.stringify({ given: ids.length, erased })}\n`);
  } finally {
    await pool.end();
  }
});
