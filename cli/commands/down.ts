import { rmSync } from "node:fs";
import type { Command } from "commander";
import { inState } from "../../paths.ts";
import { prepare, prepareSteps } from "../checkout/prepare.ts";
import { readLocalSettings } from "../checkout/settings.ts";
import { operate } from "../engine/operate.ts";
import { localStack, pulumi } from "../engine/pulumi.ts";
import { stackArguments } from "../engine/stack.ts";
import { messageOf } from "../engine/words.ts";
import { lockDirectory } from "../hosts/stacks.ts";
import { forget } from "../look/memory.ts";
import { agree } from "../machine/packages.ts";
import { withLock } from "../process/lock.ts";
import { openStack, takeDown } from "../stack/bring-up.ts";
import { removeRemains } from "../stack/remains.ts";
import { Failure } from "../terminal/exit.ts";
import { createProgress, type Progress } from "../terminal/progress.ts";

interface DownOptions {
  purge?: boolean;
  yes?: boolean;
}

/** Destroys everything, data and state included. */
async function purge(progress: Progress, env: NodeJS.ProcessEnv): Promise<void> {
  const { expected } = await openStack(progress, env);
  forget(localStack);
  await progress.step("Destroy", (step) =>
    operate(["destroy", "--yes", "--skip-preview", ...stackArguments(localStack)], {
      stack: localStack,
      env,
      expected,
      step,
    }),
  );
  await progress.step("Remove data and state", async () => {
    await removeRemains();
    const { code, stderr } = await pulumi(["stack", "rm", "--yes", "--preserve-config", "--force"], {
      stack: localStack,
      env,
    });
    if (code !== 0) throw new Failure("failed", `the empty stack cannot be removed: ${messageOf(stderr)}`);
    rmSync(inState("files"), { recursive: true, force: true });
    rmSync(inState("profiles"), { force: true });
  });
}

async function down(options: DownOptions): Promise<void> {
  const question =
    "This deletes the local database and every other volume of the stack, and cannot be undone.";
  if (options.purge && !options.yes && !process.stdin.isTTY) {
    throw new Failure("usage", "down --purge deletes the database; without a terminal, confirm with --yes");
  }
  if (options.purge && !(await agree(question, options.yes ?? false)))
    throw new Failure("usage", "nothing was changed");
  // Taking down deploys too, so the settings have to be sound; destroying everything goes by the state alone.
  if (!options.purge) readLocalSettings();
  const progress = createProgress({ total: prepareSteps + (options.purge ? 3 : 2) });
  try {
    const work = async () => {
      const env = await prepare(progress, options.yes ?? false);
      await (options.purge ? purge(progress, env) : takeDown(progress, env));
    };
    await withLock("down", progress.note, work, { directory: lockDirectory(localStack) });
  } finally {
    progress.close();
  }
  const words = options.purge
    ? "TovPlay is removed from this machine, data included; images and the toolchain are kept.\n"
    : "TovPlay is down; its data is kept, ./tovrun up brings it back.\n";
  process.stdout.write(words);
}

export function configure(command: Command): void {
  command
    .description(
      "Stops the local stack: removes containers and networks, and keeps volumes, roles and passwords. ./tovrun up brings it back as it was.",
    )
    .option("--purge", "also delete the volumes (the database!), mounted files and the stack's state")
    .option("--yes", "do not ask")
    .action(down);
}
