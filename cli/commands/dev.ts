import type { Command } from "commander";
import { readLocalSettings } from "../checkout/settings.ts";
import { accountKeys, appCredential, localDatabaseRuns } from "../database/local-database.ts";
import { withSecretFiles } from "../dev/secret-file.ts";
import { backendServer, frontendServer } from "../dev/servers.ts";
import { runTogether } from "../dev/together.ts";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { describeTaken, takenPorts } from "../machine/ports.ts";
import { exitCodes, Failure } from "../terminal/exit.ts";
import { up } from "./up.ts";

interface DevOptions {
  backend?: boolean;
  frontend?: boolean;
  both?: boolean;
}

async function ensureDatabase(): Promise<void> {
  if (await localDatabaseRuns(readLocalSettings().ports)) return;
  process.stderr.write("The database does not run yet; bringing it up.\n");
  await up({ profile: "database" });
}

async function requireDevPorts(wanted: Readonly<Record<string, number>>): Promise<void> {
  const taken = await takenPorts(wanted);
  if (taken.length === 0) return;
  const list = describeTaken(taken).replace(/; stop it,.*/, "");
  throw new Failure("missing", `${list}; stop it, since the development servers need that port`);
}

async function runServers(withBackend: boolean, withFrontend: boolean): Promise<void> {
  if (!withBackend) return runTogether([frontendServer()]);
  await ensureDatabase();
  const env = await quietEnvironment();
  const credential = await appCredential(env);
  const secrets = { password: credential.password, accountKeys: await accountKeys(env) };
  const frontend = withFrontend ? [frontendServer()] : [];
  await withSecretFiles(secrets, (files) => {
    const database = { ...credential, passwordFile: files.password, accountKeysFile: files.accountKeys };
    return runTogether([backendServer(database), ...frontend]);
  });
}

async function dev(options: DevOptions): Promise<void> {
  const both = options.both || options.backend === options.frontend;
  const withBackend = both || options.backend === true;
  const withFrontend = both || options.frontend === true;
  readLocalSettings();
  await requireDevPorts({
    ...(withBackend ? { backend: 5001 } : {}),
    ...(withFrontend ? { frontend: 3000 } : {}),
  });
  await runServers(withBackend, withFrontend);
  process.exitCode = exitCodes.ok.code;
}

export function configure(command: Command): void {
  command
    .description(
      "Runs the application from its sources against the local stack's database and reloads on every change: backend on http://127.0.0.1:5001, frontend on http://127.0.0.1:3000. Ctrl-C stops both.",
    )
    .option("--backend", "only the backend")
    .option("--frontend", "only the frontend")
    .option("--both", "both (the default)")
    .action(dev);
}
