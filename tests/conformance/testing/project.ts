import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa, type Options } from "execa";

/** A TypeScript project in a folder of its own, run by the engine's command line and not through the Automation API. */
export interface Project {
  folder: string;
  write(files: Record<string, string>): Promise<void>;
  /** Runs `pulumi` on the stack `test`; a failure is returned, not thrown. */
  pulumi(...args: string[]): Promise<{ exitCode: number | undefined; all: string }>;
  /** Starts `pulumi` without waiting for it. */
  start(...args: string[]): { kill(signal: "SIGINT" | "SIGKILL"): boolean } & PromiseLike<unknown>;
  remove(): Promise<void>;
}

const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));
const settings = (name: string) => `
name: ${name}
main: index.ts
runtime: { name: nodejs, options: { nodeargs: "--import tsx", typescript: false } }
`;

/** Makes a project whose program is `index.ts`. */
export async function project(name: string): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), `tovplay-conformance-${name}-`));
  const write = async (files: Record<string, string>) => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
  };
  await symlink(modules, join(folder, "node_modules"));
  await write({
    "package.json": '{ "type": "module" }',
    passphrase: "correct horse battery staple",
    "Pulumi.yaml": settings(name),
  });
  const options = {
    cwd: folder,
    reject: false,
    all: true,
    env: {
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, "passphrase"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
  } satisfies Options;
  const run = (...args: string[]) =>
    execa("pulumi", [...args, "--stack", "test", "--non-interactive"], options);
  const pulumi = async (...args: string[]) => {
    const { exitCode, all } = await run(...args);
    return { exitCode, all: String(all) };
  };
  await execa("pulumi", ["stack", "init", "test", "--non-interactive"], { ...options, reject: true });
  return { folder, write, pulumi, start: run, remove: () => rm(folder, { recursive: true, force: true }) };
}
