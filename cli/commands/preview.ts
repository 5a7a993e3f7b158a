import type { Command } from "commander";
import type { Change } from "../engine/deployment.ts";
import { operate } from "../engine/pulumi.ts";
import { countResources, createStack, exportState, stackArguments } from "../engine/stack.ts";
import { EXIT } from "../exit.ts";
import { PREPARE_STEPS, prepare } from "../prepare.ts";
import { createProgress } from "../progress.ts";
import { readLocalSettings } from "../settings.ts";
import { policyArguments } from "../stack/bring-up.ts";

const SIGN: Readonly<Record<string, string>> = { create: "+", delete: "-", update: "~", replace: "±" };

/** The changes as lines: sign, kind, name, properties. */
export function changeLines(changes: readonly Change[]): string[] {
  return changes.map(({ op, kind, name, properties }) => {
    const what = properties.length > 0 && op !== "create" ? `  (${properties.join(", ")})` : "";
    return `${SIGN[op] ?? "?"} ${op.padEnd(8)} ${kind.padEnd(14)} ${name}${what}`;
  });
}

async function preview(): Promise<void> {
  // Read first: of a file that is no YAML the engine does not even say the name.
  readLocalSettings();
  const progress = createProgress({ total: PREPARE_STEPS + 1 });
  let changes: readonly Change[];
  try {
    const env = await prepare(progress, false);
    changes = await progress.step("Preview", async (step) => {
      const state = await exportState(env);
      if (!state) await createStack(env);
      const args = ["preview", ...policyArguments(), ...stackArguments(env)];
      const deployment = await operate(args, { env, expected: countResources(state), step });
      step.detail("");
      return deployment.changes;
    });
  } finally {
    progress.close();
  }
  const words =
    changes.length === 0 ? "Nothing to change." : `${changes.length} to change; ./tovrun up does it.`;
  process.stdout.write(`${[...changeLines(changes), words].join("\n")}\n`);
  process.exitCode = changes.length === 0 ? EXIT.ok.code : EXIT.changes.code;
}

export function configure(command: Command): void {
  command
    .description("Shows what ./tovrun up would change, and changes nothing.")
    .addHelpText(
      "after",
      `\nExit code ${EXIT.ok.code}: nothing to change; ${EXIT.changes.code}: changes; ${EXIT.policy.code}: a policy refuses them.`,
    )
    .action(preview);
}
