import type { Command } from "commander";
import { PREPARE_STEPS, prepare } from "../checkout/prepare.ts";
import type { Change } from "../engine/deployment.ts";
import { operate } from "../engine/operate.ts";
import { countResources, exportState, stackArguments } from "../engine/stack.ts";
import { deployedHosts } from "../hosts/connections.ts";
import { hostStack } from "../hosts/stacks.ts";
import { sweep, type UnknownContainer } from "../hosts/sweep.ts";
import { EXIT, Failure } from "../terminal/exit.ts";
import { createProgress } from "../terminal/progress.ts";
import { changeLines } from "./preview.ts";

interface Drift {
  readonly stack: string;
  readonly changes: readonly Change[];
  readonly unknownContainers: readonly UnknownContainer[];
}

async function lookForDrift(name: string): Promise<Drift> {
  const stack = hostStack(name);
  const progress = createProgress({ total: PREPARE_STEPS + 2 });
  try {
    const env = { ...(await prepare(progress, false)), PULUMI_STACK: stack };
    const state = await exportState(env);
    if (!state)
      throw new Failure(
        "unhealthy",
        `the stack ${stack} was never deployed; ./tovrun deploy ${stack} does it`,
      );
    const changes = await progress.step("Compare with the hosts", async (step) => {
      const args = ["refresh", "--preview-only", "--run-program", ...stackArguments(env)];
      return (await operate(args, { env, expected: countResources(state), step })).changes;
    });
    const unknownContainers = await progress.step("Look for unknown containers", async () =>
      sweep(await deployedHosts(env), state, env),
    );
    return { stack, changes, unknownContainers };
  } finally {
    progress.close();
  }
}

function driftText({ stack, changes, unknownContainers }: Drift): string {
  if (changes.length + unknownContainers.length === 0) return "The hosts are as they were deployed.";
  const strangers = unknownContainers.map(
    ({ host, name }) => `? unknown  Container      ${name}  (on ${host})`,
  );
  const end = `${changes.length} changed by hand, ${unknownContainers.length} unknown; ./tovrun deploy ${stack} brings back what is declared, and leaves what is unknown.`;
  return [...changeLines(changes), ...strangers, end].join("\n");
}

async function drift(name: string, { json = false }: { json?: boolean }): Promise<void> {
  const found = await lookForDrift(name);
  process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : `${driftText(found)}\n`);
  const clean = found.changes.length + found.unknownContainers.length === 0;
  process.exitCode = clean ? EXIT.ok.code : EXIT.changes.code;
}

export function configure(command: Command): void {
  command
    .description(
      "Compares hosts with what was deployed: files, containers, grants and settings that were changed by hand, and containers that no stack knows. Changes nothing.",
    )
    .argument("<stack>", "database, backup, staging or production; lab-NAME for the test hosts")
    .option("--json", "print the differences for a program")
    .addHelpText("after", `\nExit code ${EXIT.ok.code}: no difference; ${EXIT.changes.code}: there are some.`)
    .action(drift);
}
