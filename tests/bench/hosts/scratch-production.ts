import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { checkout, engineEnvironment } from "./engine.ts";

/** The stack `production` as committed, with its own state, in which a database host exists but no production yet. */
export interface ScratchProduction {
  env: NodeJS.ProcessEnv;
  /** Writes settings with this number of application hosts and returns the file's path. */
  settings: (hosts: number) => string;
  remove: () => void;
}

const file = "Pulumi.production.yaml";

/** Creates the state in a temporary folder. */
export async function scratchProduction(): Promise<ScratchProduction> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-preview-"));
  const env = { ...(await engineEnvironment()), ...backend(folder) };
  cpSync(join(checkout, file), join(folder, file));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: tovplay\nruntime: nodejs\n");
  const pulumi = (args: string[], input?: string) =>
    execa("pulumi", [...args, "--non-interactive"], { cwd: folder, env, ...(input ? { input } : {}) });
  await pulumi(["stack", "init", "production"]);
  await pulumi(["stack", "init", "database"]);
  await pulumi(
    ["stack", "import", "--stack", "database"],
    databaseState(join(folder, "Pulumi.database.yaml")),
  );
  return {
    env,
    settings: (count) => {
      const { config, ...rest } = readStack(join(folder, file));
      const hosts = Array.from({ length: count }, (_, index) => ({
        name: `production-${index + 1}`,
        address: `203.0.113.${index + 11}`,
        user: "admin",
        hostKey: "ssh-ed25519 PLACEHOLDER",
      }));
      const path = join(folder, `with-${count}-hosts.yaml`);
      writeFileSync(path, stringify({ ...rest, config: { ...config, "tovplay:hosts": hosts } }));
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const stackFile = z.looseObject({
  encryptionsalt: z.string().optional(),
  config: z.record(z.string(), z.unknown()).default({}),
});

const readStack = (path: string) => stackFile.parse(parse(readFileSync(path, "utf8")));

function backend(folder: string): NodeJS.ProcessEnv {
  const state = join(folder, "state");
  mkdirSync(state);
  return {
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_CONFIG_PASSPHRASE_FILE: "",
  };
}

/** A state of the stack `database` with only the outputs that production uses. @param path settings of the stack */
function databaseState(path: string): string {
  const roles = ["tovplay_app", "tovplay_monitor", "tovplay_migrator"];
  const cluster = {
    connection: { host: "203.0.113.13", port: 22, user: "root", hostKey: "ssh-ed25519 PLACEHOLDER" },
    address: "203.0.113.13",
    name: "database.example.org",
    container: "tovplay-postgres",
    port: 5432,
    provisioner: "bench",
    logins: Object.fromEntries(roles.map((role) => [role, { role, password: "bench" }])),
    verifiers: Object.fromEntries(roles.map((role) => [role, `SCRAM-SHA-256$4096:${role}`])),
  };
  const secret = (value: unknown) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    plaintext: JSON.stringify(value),
  });
  const resource = {
    urn: "urn:pulumi:database::tovplay::pulumi:pulumi:Stack::tovplay-database",
    type: "pulumi:pulumi:Stack",
    custom: false,
    outputs: { clusters: secret({ production: cluster }) },
  };
  const manifest = { time: "2026-01-01T00:00:00Z", magic: "", version: "" };
  const secrets_providers = { type: "passphrase", state: { salt: readStack(path).encryptionsalt } };
  return JSON.stringify({ version: 3, deployment: { manifest, secrets_providers, resources: [resource] } });
}
