import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type EngineEvent,
  LocalWorkspace,
  type PulumiFn,
  type Stack,
  type UpResult,
} from "@pulumi/pulumi/automation/index.js";
import { z } from "zod";

/** What the engine wants to do, or did, with one resource. */
export interface Step {
  op: string;
  type: string;
  name: string;
  /** Changed properties, `+`, `-` or `~` before each, `!` after it when it forces a replacement. */
  changes: string[];
}

/** A stack of its own in a folder of its own, with whatever `pulumi` and plugins are on PATH. */
export interface Deployment {
  preview(program: PulumiFn): Promise<Step[]>;
  /** As `preview`, after reading everything back from where it lives. */
  drift(program: PulumiFn): Promise<Step[]>;
  up(program: PulumiFn): Promise<UpResult & { steps: Step[] }>;
  refresh(): Promise<Step[]>;
  /** As `up`, after reading everything back from where it lives. */
  repair(program: PulumiFn): Promise<Step[]>;
  destroy(): Promise<Step[]>;
  /** The state file's text, secrets encrypted. */
  state(): Promise<string>;
  /** Destroys what is left and removes the folder. */
  close(): Promise<void>;
}

/** Folder of the project's own plugin. */
const provider = fileURLToPath(new URL("../../../provider", import.meta.url));
const nothing: PulumiFn = async () => {};

/** Makes an empty deployment; its file backend, passphrase and project live in a temporary folder. */
export async function deployment(project: string): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), `tovplay-conformance-${project}-`));
  const passphrase = join(folder, "passphrase");
  await writeFile(passphrase, "correct horse battery staple", { mode: 0o600 });
  const stack = await LocalWorkspace.createStack(
    { stackName: "test", projectName: project, program: nothing },
    {
      workDir: folder,
      projectSettings: { name: project, runtime: "nodejs", backend: { url: `file://${folder}` } },
      // Repeated in the environment, because the inherited one may name the backend of a stack in use.
      envVars: {
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PATH: `${provider}${delimiter}${process.env.PATH}`,
      },
    },
  );
  const state = () => readFile(join(folder, ".pulumi", "stacks", project, "test.json"), "utf8");
  askLess(stack, state);
  return {
    preview: (program) => recorded((onEvent) => stack.preview({ program, onEvent })).then(stepsOf),
    drift: (program) =>
      recorded((onEvent) => stack.preview({ program, onEvent, refresh: true, runProgram: true })).then(
        stepsOf,
      ),
    up: async (program) => {
      const { result, steps } = await recorded((onEvent) => stack.up({ program, onEvent }));
      return { ...result, steps };
    },
    repair: (program) =>
      recorded((onEvent) => stack.up({ program, onEvent, refresh: true, runProgram: true })).then(stepsOf),
    refresh: () => recorded((onEvent) => stack.refresh({ onEvent })).then(stepsOf),
    destroy: () => recorded((onEvent) => stack.destroy({ onEvent })).then(stepsOf),
    state,
    close: () => close(stack, folder),
  };
}

const stateSchema = z.object({
  checkpoint: z.object({
    latest: z.object({
      resources: z
        .array(z.object({ type: z.string(), outputs: z.record(z.string(), z.unknown()).optional() }))
        .optional(),
    }),
  }),
});

/**
 * The Automation API starts the engine's command line three more times after each change: for a summary, which no test reads, and twice
 * for outputs, which few programs have.
 */
function askLess(stack: Stack, state: () => Promise<string>): void {
  const { workspace } = stack;
  const outputs = workspace.stackOutputs.bind(workspace);
  stack.info = async () => undefined;
  workspace.stackOutputs = async (name) => {
    const { resources = [] } = stateSchema.parse(JSON.parse(await state())).checkpoint.latest;
    const own = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
    return Object.keys(own).length > 0 ? outputs(name) : {};
  };
}

async function close(stack: Stack, folder: string): Promise<void> {
  try {
    await stack.destroy();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const stepsOf = ({ steps }: { steps: Step[] }) => steps;

async function recorded<Result>(
  run: (onEvent: (event: EngineEvent) => void) => Promise<Result>,
): Promise<{ result: Result; steps: Step[] }> {
  const steps: Step[] = [];
  const result = await run((event) => {
    const step = stepOf(event);
    if (step) steps.push(step);
  });
  return { result, steps };
}

const kinds: Record<string, string> = { add: "+", delete: "-", update: "~" };

/** Steps that change nothing, the stack itself and the engine's own default providers are left out. */
function stepOf({ resourcePreEvent }: EngineEvent): Step | undefined {
  const { op, type, urn, detailedDiff } = resourcePreEvent?.metadata ?? {};
  const name = urn?.split("::").at(-1);
  if (!op || !type || !name || ["same", "refresh", "read"].includes(op)) return undefined;
  if (type === "pulumi:pulumi:Stack" || (type.startsWith("pulumi:providers:") && name.startsWith("default")))
    return undefined;
  const changes = Object.entries(detailedDiff ?? {}).map(([path, { diffKind }]) => {
    const [kind = "", replace] = diffKind.split("-");
    return `${kinds[kind] ?? kind}${path}${replace ? "!" : ""}`;
  });
  return { op, type, name, changes: changes.sort() };
}
