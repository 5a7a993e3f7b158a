import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rootCertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { programSettings, serverSettings } from "../../app/backend/src/settings.ts";
import { serviceSettings } from "../../app/backup/src/settings.ts";
import { readDeclaredAccess } from "../../app/guardian/src/access/declared-access.ts";
import { guardianSettings } from "../../app/guardian/src/settings.ts";
import { readSettings } from "../../app/runtime/src/settings.ts";
import { script } from "../../infra/host/script.ts";
import type { DeclaredResource } from "./declared-resource.ts";
import { applicationStack, backupStack, databaseStack } from "./host-stack.ts";
import { localStack } from "./local-stack.ts";

const apps = { backend: serverSettings, backup: serviceSettings, guardian: guardianSettings };

const container = z.object({
  envs: z.array(z.string()),
  labels: z.array(z.object({ label: z.string(), value: z.string() })),
  mounts: z.array(z.object({ source: z.string(), target: z.string() })),
});

/** What a program is started with, and the content of the declared files that it can read, by path. */
interface Started {
  service: string;
  shape: z.ZodRawShape;
  environment: Record<string, string>;
  files: Record<string, string>;
}

/** Content of the files that a stack places on hosts, by their path there. */
function placedFiles(resources: readonly DeclaredResource[]): Map<string, string> {
  const file = z.object({ environment: z.object({ TARGET: z.string() }), stdin: z.string() });
  return new Map(
    resources
      .filter(({ type }) => type === "tovplay-host:index:File")
      .map(({ inputs }) => file.parse(inputs))
      .map(({ environment, stdin }) => [environment.TARGET, stdin]),
  );
}

const pairs = (settings: readonly string[]) =>
  Object.fromEntries(
    settings.map((each) => [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)]),
  );

/** The containers of our own programs: those of the Docker provider, and those that releases create. */
function startedContainers(resources: readonly DeclaredResource[]): Started[] {
  const placed = placedFiles(resources);
  return resources.flatMap(({ type, inputs }) => {
    const ofRelease = z.object({ spec: z.object({ container }) }).safeParse(inputs);
    const made = ofRelease.success ? ofRelease.data.spec.container : inputs;
    if (type !== "docker:index/container:Container" && type !== "tovplay-host:index:Release") return [];
    const { envs, labels, mounts } = container.parse(made);
    const service = labels.find(({ label }) => label === "org.tovplay.service")?.value ?? "";
    const app = /^tovplay-(backend|backup|guardian)(?:-staging)?$/.exec(service)?.[1] as keyof typeof apps;
    if (!app) return [];
    const files = mounts.flatMap(({ source, target }) => {
      const content = placed.get(source);
      return content === undefined ? [] : [[target, content] as const];
    });
    return [{ service, shape: apps[app], environment: pairs(envs), files: Object.fromEntries(files) }];
  });
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "golden-environment-"));
  writeFileSync(join(folder, "docker"), `#!/bin/sh\nprintf '%s\\n' "$@"\n`);
  chmodSync(join(folder, "docker"), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The programs that run once, as the script starts them; a stub of docker prints its arguments. */
function startedPrograms(resources: readonly DeclaredResource[]): Started[] {
  const step = z.object({
    environment: z.object({ ENTRY: z.string(), NAME: z.string() }).catchall(z.string()),
  });
  const placed = placedFiles(resources);
  return resources.flatMap(({ inputs }) => {
    const found = step.safeParse(inputs);
    if (!found.success) return [];
    const env = { ...found.data.environment, PATH: `${folder}:/usr/bin:/bin` };
    const { stdout } = spawnSync("sh", ["-c", script("application/run-once")], { env, encoding: "utf8" });
    const given = [...stdout.matchAll(/^--env\n(.*)$/gm)].map(([, each = ""]) =>
      each.includes("=") ? each : `${each}=${z.record(z.string(), z.string()).parse(env)[each]}`,
    );
    const mounted = [...stdout.matchAll(/source=([^,]*),target=([^,]*)/g)];
    const files = mounted.map(([, source = "", target = ""]) => [target, placed.get(source) ?? ""] as const);
    return [
      {
        service: env.NAME,
        shape: programSettings,
        environment: pairs(given),
        files: Object.fromEntries(files),
      },
    ];
  });
}

/** Declared files hide secrets, and the committed settings contain no certificate authority. */
function standIn(path: string, content: string): string {
  if (path.endsWith(".crt")) return rootCertificates[0] ?? "";
  if (path.endsWith("/account-keys")) return Buffer.alloc(32).toString("base64");
  return content === "[secret]" ? "a-secret-of-this-test" : content;
}

/** The settings, with the files that they name written to a local folder. */
function onThisMachine({ environment, files }: Started): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => {
      const content = files[value];
      if (content === undefined) return [name, value];
      const path = join(folder, value);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, standIn(path, content), { mode: 0o600 });
      return [name, path];
    }),
  );
}

describe.each([
  ["local", localStack, ["tovplay-backend", "tovplay-backup", "tovplay-guardian", "tovplay-migrations"]],
  ["staging", () => applicationStack("staging"), ["tovplay-backend-staging", "tovplay-migrations"]],
  ["production", () => applicationStack("production"), ["tovplay-backend", "tovplay-migrations"]],
  ["database", databaseStack, ["tovplay-guardian", "tovplay-guardian-staging"]],
  ["backup", () => backupStack(), ["tovplay-backup", "tovplay-backup-staging"]],
] as const)("the stack %s", (_, declare, services) => {
  test("gives each of our programs settings that it accepts", async () => {
    const { resources } = await declare();
    const started = [...startedContainers(resources), ...startedPrograms(resources)];
    expect(started.map(({ service }) => service).sort()).toEqual(expect.arrayContaining([...services]));
    for (const program of started) {
      const { service, shape, environment, files } = program;
      const unknown = Object.keys(environment).filter((name) => !(name in shape));
      expect(unknown, `${service} does not know these variables`).toEqual([]);
      const named = Object.entries(environment).filter(([name]) => name.endsWith("_FILE"));
      expect(
        named.filter(([, path]) => files[path] === undefined),
        `${service} has no file there`,
      ).toEqual([]);
      const settings = onThisMachine(program);
      expect(() => readSettings(shape, settings), service).not.toThrow();
      if (settings.DECLARED_ACCESS_FILE) readDeclaredAccess(settings.DECLARED_ACCESS_FILE);
    }
  });
});
