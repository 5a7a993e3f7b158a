import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { backup } from "../../stacks/backup.ts";
import { database } from "../../stacks/database.ts";
import { production } from "../../stacks/production.ts";
import { applicationSettings } from "../../stacks/settings/application.ts";
import { backupSettings } from "../../stacks/settings/backup.ts";
import { checkSettings } from "../../stacks/settings/configuration.ts";
import { databaseSettings } from "../../stacks/settings/database.ts";
import type { Environment } from "../../stacks/settings/environment.ts";
import { readTablePrivileges } from "../../stacks/settings/sources.ts";
import { staging } from "../../stacks/staging.ts";
import { type DeclaredStack, declaredStack } from "./declared-stack.ts";
import { images, loki, sourceHashes } from "./images.ts";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** A private key that no golden file may contain. */
export const tlsKey =
  "-----BEGIN PRIVATE KEY-----\nonly-the-host-may-know-this-key\n-----END PRIVATE KEY-----\n";

/** A password that no golden file may contain. */
const mailPassword = "only-the-host-may-know-this-password";

/** Settings of a stack as they are committed, with a private key as in a deployment. */
function committedSettings<T>(stack: string, schema: z.ZodType<T>, more: object = {}): T {
  const file = `Pulumi.${stack}.yaml`;
  const text = readFileSync(`${checkout}/${file}`, "utf8");
  const { config } = z.object({ config: z.record(z.string(), z.unknown()) }).parse(parse(text));
  const settings = Object.entries(config).map(([key, value]) => [key.replace(/^tovplay:/, ""), value]);
  return checkSettings(schema, file, {
    ...Object.fromEntries(settings),
    tlsKey,
    ...(stack === "staging" || stack === "production" ? { mailPassword } : {}),
    ...more,
  });
}

function environmentOf<T>(stack: string, settings: T): Environment<T> {
  return {
    settings,
    stack,
    checkout: "/srv/checkout",
    filesDirectory: "/srv/tovplay/files",
    stateDirectory: "/srv/tovplay",
    images,
    logStore: loki,
    sourceHashes,
    tablePrivileges: readTablePrivileges(checkout),
    profiles: new Set(["core", "database", "monitoring"]),
  };
}

let declaredDatabase: Promise<DeclaredStack> | undefined;

/** The stack of the database host. */
export function databaseStack(): Promise<DeclaredStack> {
  const environment = environmentOf("database", committedSettings("database", databaseSettings));
  declaredDatabase ??= declaredStack("database", () => database.declare(environment));
  return declaredDatabase;
}

/** The stack of the backup host, with the real outputs of the database stack. @param more settings in place of committed ones */
export async function backupStack(more?: object): Promise<DeclaredStack> {
  const { outputs } = await databaseStack();
  const environment = environmentOf("backup", committedSettings("backup", backupSettings, more));
  return declaredStack("backup", () => backup.declare(environment), { database: outputs });
}

/** A stack of application hosts, with the real outputs of the database stack. @param more settings in place of committed ones @param logStore what the registry has */
export async function applicationStack(
  name: "staging" | "production",
  more?: object,
  logStore = loki,
): Promise<DeclaredStack> {
  const { outputs } = await databaseStack();
  const environment = {
    ...environmentOf(name, committedSettings(name, applicationSettings, more)),
    logStore,
  };
  const { declare } = { staging, production }[name];
  return declaredStack(name, () => declare(environment), { database: outputs });
}
