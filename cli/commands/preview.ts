import type { Command } from "commander";
import { prepare, prepareSteps } from "../checkout/prepare.ts";
import { readLocalSettings } from "../checkout/settings.ts";
import type { Change } from "../engine/deployment.ts";
import { operate } from "../engine/operate.ts";
import { deployCommand, localStack } from "../engine/pulumi.ts";
import { createStack, stackArguments } from "../engine/stack.ts";
import { knownResources } from "../engine/state-file.ts";
import { hostStack } from "../hosts/stacks.ts";
import { policyArguments } from "../stack/bring-up.ts";
import { exitCodes } from "../terminal/exit.ts";
import { createProgress } from "../terminal/progress.ts";

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
      const expected = await knownResources(target);
      if (expected === undefined) await createStack(target);
      const args = ["preview", ...policyArguments(), ...stackArguments(stack)];
      const onLine = json ? (line: string) => void process.stdout.write(`${line}\n`) : undefined;
      const options = { ...target, expected: expected ?? 0, step, ...(onLine ? { onLine } : {}) };
      const deployment = await operate(args, options);
      step.detail("");
      return deployment.changes;
    });
  } finally {
    progress.close();
  }
  if (!json) process.stdout.write(`${previewText(stack, changes)}\n`);
  process.exitCode = changes.length === 0 ? exitCodes.ok.code : exitCodes.changes.code;
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
