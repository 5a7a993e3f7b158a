import type { Command } from "commander";
import { PREPARE_STEPS, prepare } from "../checkout/prepare.ts";
import { createProgress } from "../terminal/progress.ts";

async function setup(options: { yes?: boolean }): Promise<void> {
  const progress = createProgress({ total: PREPARE_STEPS });
  try {
    await prepare(progress, options.yes ?? false);
  } finally {
    progress.close();
  }
  process.stdout.write("This machine is ready: ./tovrun up brings the stack up.\n");
}

export function configure(command: Command): void {
  command
    .description(
      "Makes the machine ready: the Docker engine, Pulumi with its plugins, and the base images. What is there is kept; what cannot be downloaded is built from source (minutes, once). Changes nothing that runs.",
    )
    .option("--yes", "do not ask before system packages are installed")
    .action(setup);
}
