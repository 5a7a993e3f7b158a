import type { Command } from "commander";
import { keepSaltOutOfGit } from "../checkout/salt-filter.ts";
import { quietVariables } from "../engine/quiet-engine.ts";
import { exportLines } from "../process/shell.ts";

async function env(): Promise<void> {
  const variables = await quietVariables();
  await keepSaltOutOfGit();
  process.stdout.write(`${exportLines(variables)}\n`);
}

export function configure(command: Command): void {
  command
    .description(
      "Prints the toolchain's environment as shell commands, so that plain pulumi works in this shell. A passphrase is named by its file, never printed.",
    )
    .addHelpText("after", '\nExample:\n  eval "$(./tovrun env)"\n  pulumi preview --stack staging')
    .action(env);
}
