import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { deployedHosts } from "../hosts/connections.ts";
import { defaultWait } from "../hosts/deploy.ts";
import { earlierRelease, readHistory } from "../hosts/history.ts";
import { Failure } from "../terminal/exit.ts";
import { deployStack } from "./deploy.ts";

interface RollbackOptions {
  yes?: boolean;
  wait?: string;
  to?: string;
}

async function rollback(name: string, { to, ...options }: RollbackOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-release-"));
  try {
    await deployStack(name, options, async (target) => {
      const { env } = target;
      const [host] = await deployedHosts(target);
      if (!host) throw new Failure("failed", `the stack ${name} has no host; deploy it first`);
      const { time, release } = earlierRelease(await readHistory(host, env), to);
      process.stderr.write(`Going back to the images and settings of ${time}.\n`);
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
      "Deploys an earlier release of a stack again: its images and settings, with today's program and secrets. The database schema is not changed.",
    )
    .argument("<stack>", "staging or production; lab-NAME for the test hosts")
    .option(
      "--to <time>",
      "the time of the release, as './tovrun history' prints it (default: the previous one)",
    )
    .option("--yes", "do not ask")
    .option("--wait <seconds>", "how long to wait for another deployment of the stack", String(defaultWait))
    .addHelpText("after", "\nThe next deployment deploys the checkout again, so fix it first.")
    .action(rollback);
}
