import { execa } from "execa";

/** A command that runs while the site is under load. */
export interface DeploymentCommand {
  /** Shell command; `{n}` stands for the number of the run, from 1. */
  command: string;
  times: number;
  /** Whether it must fail, because it deploys something broken. */
  fails: boolean;
}

/** How one run went. */
export interface DeploymentRun {
  command: string;
  /** Milliseconds since the load began. */
  begun: number;
  seconds: number;
  exitCode: number;
  /** Whether it ended as expected. */
  asExpected: boolean;
}

/** Timeout of one command in milliseconds. */
const commandTimeout = 600_000;

/** Runs the commands one after the other, and reports each when it is done. */
export async function runDeployments(
  commands: readonly DeploymentCommand[],
  tell: (run: DeploymentRun) => void,
): Promise<DeploymentRun[]> {
  const start = performance.now();
  const runs: DeploymentRun[] = [];
  for (const { command, times, fails } of commands) {
    for (let number = 1; number <= times; number++) {
      const begun = performance.now();
      const text = command.replaceAll("{n}", String(number));
      const options = {
        shell: true,
        reject: false,
        timeout: commandTimeout,
        stdin: "ignore",
        all: true,
      } as const;
      const { exitCode = -1, all = "" } = await execa(text, options);
      const asExpected = fails ? exitCode > 0 : exitCode === 0;
      const seconds = (performance.now() - begun) / 1000;
      const run = { command: text, begun: begun - start, seconds, exitCode, asExpected };
      tell(run);
      if (!asExpected) process.stderr.write(`${String(all).slice(-2_000)}\n`);
      runs.push(run);
    }
  }
  return runs;
}
