import type { Command } from "commander";
import { PREPARE_STEPS, prepare } from "../checkout/prepare.ts";
import {
  DEFAULT_WAIT,
  deployHostStack,
  openHostStack,
  previewHostStack,
  requireKeyFile,
} from "../hosts/deploy.ts";
import { hostStack, lockDirectory } from "../hosts/stacks.ts";
import { agree } from "../machine/packages.ts";
import { withLock } from "../process/lock.ts";
import { EXIT, Failure } from "../terminal/exit.ts";
import { formatElapsed } from "../terminal/progress/board.ts";
import { createProgress, type Progress } from "../terminal/progress.ts";
import { changeLines } from "./preview.ts";

interface DeployOptions {
  readonly yes?: boolean;
  readonly wait?: string;
}

/** What else a deployment is told in its environment, once the toolchain is there. */
export type MoreEnvironment = (env: NodeJS.ProcessEnv) => Promise<NodeJS.ProcessEnv>;

async function confirm(progress: Progress, env: NodeJS.ProcessEnv, expected: number): Promise<boolean> {
  const changes = await previewHostStack(progress, env, expected);
  if (changes.length === 0) return false;
  progress.close();
  if (await agree(`${changeLines(changes).join("\n")}\n${changes.length} to change on the hosts.`, false))
    return true;
  throw new Failure("usage", "nothing was changed");
}

/** Deploys a stack of hosts; one deployment at a time. */
export async function deployStack(
  name: string,
  { yes = false, wait = String(DEFAULT_WAIT) }: DeployOptions,
  more: MoreEnvironment = async (env) => env,
): Promise<void> {
  const stack = hostStack(name);
  requireKeyFile(process.env);
  const began = performance.now();
  const asked = !yes && process.stdin.isTTY === true;
  if (!yes && !asked)
    throw new Failure("usage", "off a terminal, say with --yes that the changes need not be confirmed");
  let progress = createProgress({ total: PREPARE_STEPS + 2 + (asked ? 1 : 0) });
  try {
    const note = (text: string) => progress.note(text);
    await withLock(
      `deploy ${stack}`,
      note,
      async () => {
        const env = await more({ ...(await prepare(progress, false)), PULUMI_STACK: stack });
        const expected = await openHostStack(progress, env);
        if (asked) {
          if (!(await confirm(progress, env, expected))) return;
          progress = createProgress({ total: 1 });
        }
        await deployHostStack(progress, env, expected);
      },
      { directory: lockDirectory(stack), wait: Number(wait) },
    );
  } finally {
    progress.close();
  }
  process.stdout.write(`${stack} is up to date after ${formatElapsed(performance.now() - began)}\n`);
}

export function configure(command: Command): void {
  command
    .description(
      "Deploys a stack of hosts over SSH: shows what would change, asks, and does it. The site goes on serving; a release that does not get healthy is taken back.",
    )
    .argument("<stack>", "database, backup, staging or production; lab-NAME for the test hosts")
    .option("--yes", "do not ask")
    .option("--wait <seconds>", "how long to wait for another deployment of the stack", String(DEFAULT_WAIT))
    .addHelpText(
      "after",
      `\nThe order of a first deployment: database, backup, staging, production.\nExit code ${EXIT.failed.code}: something failed, and what served before goes on serving; ${EXIT.policy.code}: a policy refuses the change.\nThe same without waiting and asking: pulumi up --stack STACK --policy-pack policies`,
    )
    .action((stack: string, options: DeployOptions) => deployStack(stack, options));
}
