import type { Command } from "commander";
import { prepare, prepareSteps } from "../checkout/prepare.ts";
import { readLocalSettings } from "../checkout/settings.ts";
import type { Change } from "../engine/deployment.ts";
import { operate } from "../engine/operate.ts";
import { deployCommand, localStack, type Target } from "../engine/pulumi.ts";
import { countResources, createStack, type ExportedState, stackArguments } from "../engine/stack.ts";
import { readState } from "../engine/state-file.ts";
import { hostStack } from "../hosts/stacks.ts";
import { inDoubt, lookIfKnown, rememberPreview } from "../look/outlook.ts";
import { lookFirst, policyArguments } from "../stack/bring-up.ts";
import { exitCodes } from "../terminal/exit.ts";
import { createProgress, type StepHandle } from "../terminal/progress.ts";

const sign: Readonly<Record<string, string>> = { create: "+", delete: "-", update: "~", replace: "±" };

/** The changes as lines: sign, kind, name, properties. */
export function changeLines(changes: readonly Change[]): string[] {
  return changes.map(({ op, kind, name, properties }) => {
    const what = properties.length > 0 && op !== "create" ? `  (${properties.join(", ")})` : "";
    return `${sign[op] ?? "?"} ${op.padEnd(8)} ${kind.padEnd(14)} ${name}${what}`;
  });
}

interface PreviewOptions {
  json?: boolean;
}

async function preview(name: string, { json = false }: PreviewOptions): Promise<void> {
  // Read first: of a file that is no YAML the engine does not even say the name.
  if (name === localStack) readLocalSettings();
  const stack = name === localStack ? name : hostStack(name);
  const progress = createProgress({ total: prepareSteps + 1 });
  let changes: readonly Change[];
  try {
    const target = { stack, env: await prepare(progress, false) };
    changes = await progress.step("Preview", async (step) => {
      const state = await readState(target);
      if (!state) await createStack(target);
      const asked = { target, step, expected: countResources(state) };
      // A program reads the engine's own events.
      return json ? askEngine(asked, [], printLine) : lookOrAsk(asked, state);
    });
  } finally {
    progress.close();
  }
  if (!json) process.stdout.write(`${previewText(stack, changes)}\n`);
  process.exitCode = changes.length === 0 ? exitCodes.ok.code : exitCodes.changes.code;
}

interface Asked {
  target: Target;
  step: StepHandle;
  /** Resources, for the count. */
  expected: number;
}

const printLine = (line: string) => void process.stdout.write(`${line}\n`);

/** Changes, by a look at what runs where that suffices. */
async function lookOrAsk(asked: Asked, state: ExportedState | undefined): Promise<readonly Change[]> {
  const outlook = await lookIfKnown(asked.target, state);
  if (outlook?.work === "nothing") return [];
  const changes = await askEngine(asked, outlook && inDoubt(outlook) ? lookFirst : []);
  if (outlook && state && changes.length === 0) await rememberPreview(asked.target, outlook, state);
  return changes;
}

async function askEngine(
  { target, step, expected }: Asked,
  extra: readonly string[],
  onLine?: (line: string) => void,
): Promise<readonly Change[]> {
  const args = ["preview", ...extra, ...policyArguments(), ...stackArguments(target.stack)];
  const { changes } = await operate(args, { ...target, expected, step, ...(onLine ? { onLine } : {}) });
  step.detail("");
  return changes;
}

function previewText(stack: string, changes: readonly Change[]): string {
  if (changes.length === 0) return "Nothing to change.";
  return [...changeLines(changes), `${changes.length} to change; ${deployCommand(stack)} does it.`].join(
    "\n",
  );
}

export function configure(command: Command): void {
  command
    .description("Shows what a deployment of a stack would change, and changes nothing.")
    .argument(
      "[stack]",
      "local, database, backup, staging or production; lab-NAME for the test hosts",
      localStack,
    )
    .option("--json", "print the engine's events, one a line, for ./tovrun summary")
    .addHelpText(
      "after",
      `\nExit code ${exitCodes.ok.code}: nothing to change; ${exitCodes.changes.code}: changes; ${exitCodes.policy.code}: a policy refuses them.`,
    )
    .action(preview);
}
