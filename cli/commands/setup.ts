import type { Command } from "commander";
import { prepare, prepareSteps } from "../checkout/prepare.ts";
import { createProgress } from "../terminal/progress.ts";

async function setup(options: { yes?: boolean }): Promise<void> {
  const progress = createProgress({ total: prepareSteps });
  try {
    await prepare(progress, options.yes ?? false);
  } finally {
    progress.close();
  }
  process.stdout.write("This machine is ready; ./tovrun up starts the stack.\n");
}

export function configure(command: Command): void {
  command
    .description(
      "Installs what is missing: the Docker engine, Pulumi with its plugins, and the base images. What cannot be downloaded is built from source, once, which takes minutes. Running containers are left alone.",
    )
    .option("--yes", "do not ask before system packages are installed")
    .action(setup);
}
