import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { deployedHosts } from "../hosts/connections.ts";
import { DEFAULT_WAIT } from "../hosts/deploy.ts";
import { earlierRelease, readHistory } from "../hosts/history.ts";
import { Failure } from "../terminal/exit.ts";
import { deployStack } from "./deploy.ts";

interface RollbackOptions {
  readonly yes?: boolean;
  readonly wait?: string;
  readonly to?: string;
}

async function rollback(name: string, { to, ...options }: RollbackOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-release-"));
  try {
    await deployStack(name, options, async (env) => {
      const [host] = await deployedHosts(env);
      if (!host) throw new Failure("failed", `the stack ${name} has no host; deploy it first`);
      const { time, release } = earlierRelease(await readHistory(host, env), to);
      process.stderr.write(`Going back to the release of ${time}: its images and its settings.\n`);
      const file = join(folder, "release.json");
      writeFileSync(file, JSON.stringify(release), { mode: 0o600 });
      return { ...env, TOVPLAY_RELEASE_FILE: file };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function configure(command: Command): void {
  command
    .description(
      "Deploys an earlier release of a stack again: the images and the settings that it had, by today's program and secrets. The schema of the database stays as it is.",
    )
    .argument("<stack>", "staging or production; lab-NAME for the test hosts")
    .option(
      "--to <time>",
      "the release of that time, as './tovrun history' prints it (default: the one before)",
    )
    .option("--yes", "do not ask")
    .option("--wait <seconds>", "how long to wait for another deployment of the stack", String(DEFAULT_WAIT))
    .addHelpText(
      "after",
      "\nThe next deployment deploys the checkout again: mend what made you go back first.",
    )
    .action(rollback);
}
