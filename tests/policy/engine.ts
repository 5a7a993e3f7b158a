import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { Resource } from "../../policies/testing/try-policy.ts";
import { stateOf } from "./state.ts";

const program = fileURLToPath(new URL("./one-container/", import.meta.url));
const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/** Folder of the policy pack. */
export const pack = fileURLToPath(new URL("../../policies/", import.meta.url));

/** Result of a run of the engine: `output` is all that it printed. */
export interface Answer {
  exitCode: number;
  output: string;
}

/** The real engine with the policy pack, on a state of its own in a temporary folder. */
export interface Engine {
  /** Runs `pulumi COMMAND` on the one-container program, whose container has these inputs. */
  run: (command: "preview" | "up" | "destroy", container: object) => Promise<Answer>;
  /** Runs `pulumi policy analyze` on resources that exist already; the output is a list of the engine's events. */
  analyze: (resources: Resource[]) => Promise<Answer>;
  /** Removes the temporary folder. */
  close: () => Promise<void>;
}

/** @throws execa's error, which names it, when `pulumi` is not on PATH: `./tovrun exec` puts it there */
export async function startEngine(): Promise<Engine> {
  const folder = await copyProgram();
  const environment = {
    PULUMI_BACKEND_URL: `file://${folder}/backend`,
    PULUMI_CONFIG_PASSPHRASE: "only a test",
  };
  const pulumi = async (...args: string[]): Promise<Answer> => {
    const options = { cwd: folder, env: environment, all: true, reject: false, stdin: "ignore" } as const;
    const result = await execa("pulumi", [...args, "--non-interactive"], options);
    if (result.exitCode === undefined) throw result;
    return { exitCode: result.exitCode, output: result.all };
  };
  const { exitCode, output } = await pulumi("stack", "init", "test");
  if (exitCode !== 0) throw new Error(`pulumi could not create the test's stack: ${output}`);
  return {
    run: async (command, container) => {
      await writeFile(join(folder, "container.json"), JSON.stringify(container));
      const judged = command === "destroy" ? [] : ["--policy-pack", pack];
      const sure = command === "preview" ? [] : ["--yes"];
      return pulumi(command, ...sure, ...judged);
    },
    analyze: async (resources) => {
      await writeFile(join(folder, "state.json"), JSON.stringify(stateOf(resources)));
      return pulumi("policy", "analyze", "--json", "--file", "state.json", "--policy-pack", pack);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The stack's settings are stored beside the program, so the program runs from a folder of its own. */
async function copyProgram(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tovplay-policy-"));
  await cp(program, folder, { recursive: true });
  await symlink(modules, join(folder, "node_modules"));
  await mkdir(join(folder, "backend"));
  return folder;
}
