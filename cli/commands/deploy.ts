import type { Command } from "commander";
import { prepare, prepareSteps } from "../checkout/prepare.ts";
import type { Target } from "../engine/pulumi.ts";
import {
  defaultWait,
  deployHostStack,
  type Extent,
  openHostStack,
  previewHostStack,
  requireKeyFile,
} from "../hosts/deploy.ts";
import { hostStack, lockDirectory } from "../hosts/stacks.ts";
import { planWork } from "../hosts/work.ts";
import { agree } from "../machine/packages.ts";
import { withLock } from "../process/lock.ts";
import { exitCodes, Failure } from "../terminal/exit.ts";
import { formatElapsed } from "../terminal/progress/board.ts";
import { createProgress, type Progress } from "../terminal/progress.ts";
import { changeLines } from "./preview.ts";

interface DeployOptions {
  yes?: boolean;
  wait?: string;
  /** The one service to deploy. */
  only?: string;
}

/** The environment of a deployment, completed once the toolchain is there. */
export type CompleteEnvironment = (target: Target) => Promise<NodeJS.ProcessEnv>;

async function confirm(progress: Progress, target: Target, extent: Extent): Promise<boolean> {
  const changes = await previewHostStack(progress, target, extent);
  if (changes.length === 0) return false;
  progress.close();
  if (await agree(`${changeLines(changes).join("\n")}\n${changes.length} to change on the hosts.`, false))
    return true;
  throw new Failure("usage", "nothing was changed");
}

/** Deploys a stack of hosts; one deployment at a time. */
export async function deployStack(
  name: string,
  { yes = false, wait = String(defaultWait), only }: DeployOptions,
  complete: CompleteEnvironment = async ({ env }) => env,
): Promise<void> {
  const stack = hostStack(name);
  requireKeyFile(process.env);
  const began = performance.now();
  const asked = !yes && process.stdin.isTTY === true;
  if (!yes && !asked) throw new Failure("usage", "without a terminal, confirm the changes with --yes");
  let progress = createProgress({ total: prepareSteps + 3 + (asked ? 1 : 0) });
  try {
    const note = (text: string) => progress.note(text);
    await withLock(
      `deploy ${stack}`,
      note,
      async () => {
        const target = { stack, env: await complete({ stack, env: await prepare(progress, false) }) };
        const work = await planWork(progress, target, await openHostStack(progress, target), only);
        try {
          const { extent } = work;
          if (!extent) return;
          if (asked) {
            if (!(await confirm(progress, work.target, extent))) return work.finish();
            progress = createProgress({ total: 1 });
          }
          work.begin();
          await deployHostStack(progress, work.target, extent);
          await work.finish();
        } finally {
          work.remove();
        }
      },
      { directory: lockDirectory(stack), wait: Number(wait) },
    );
  } finally {
    progress.close();
  }
  process.stdout.write(
    `${only ? `${only} of ` : ""}${stack} is up to date after ${formatElapsed(performance.now() - began)}\n`,
  );
}

export function configure(command: Command): void {
  command
    .description(
      "Deploys a stack of hosts over SSH: shows the changes, asks for confirmation, and makes them. The site keeps serving; a release that does not become healthy is rolled back.",
    )
    .argument("<stack>", "database, backup, staging or production; lab-NAME for the test hosts")
    .option("--yes", "do not ask")
    .option(
      "--only <service>",
      "deploy one service alone, its image and settings: backend, frontend, site, pgbouncer, …; a wrong name lists the right ones",
    )
    .option("--wait <seconds>", "how long to wait for another deployment of the stack", String(defaultWait))
    .addHelpText(
      "after",
      `\nThe order of a first deployment: database, backup, staging, production.\nExit code ${exitCodes.failed.code}: something failed, and what served before keeps serving; ${exitCodes.policy.code}: a policy refuses the change.\nWithout waiting and confirmation: pulumi up --stack STACK --policy-pack policies`,
    )
    .action((stack: string, options: DeployOptions) => deployStack(stack, options));
}
