import type { Command } from "commander";
import { prepare, prepareSteps } from "../checkout/prepare.ts";
import type { Change } from "../engine/deployment.ts";
import { operate } from "../engine/operate.ts";
import { countResources, exportState, stackArguments } from "../engine/stack.ts";
import { deployedHosts } from "../hosts/connections.ts";
import { hostStack } from "../hosts/stacks.ts";
import { sweep, type UnknownContainer } from "../hosts/sweep.ts";
import { exitCodes, Failure } from "../terminal/exit.ts";
import { createProgress } from "../terminal/progress.ts";
import { changeLines } from "./preview.ts";

interface Drift {
  stack: string;
  changes: readonly Change[];
  unknownContainers: readonly UnknownContainer[];
}

async function lookForDrift(name: string): Promise<Drift> {
  const stack = hostStack(name);
  const progress = createProgress({ total: prepareSteps + 2 });
  try {
    const target = { stack, env: await prepare(progress, false) };
    const state = await exportState(target);
    if (!state)
      throw new Failure(
        "unhealthy",
        `the stack ${stack} has not been deployed; deploy it with ./tovrun deploy ${stack}`,
      );
    const changes = await progress.step("Compare with the hosts", async (step) => {
      const args = ["refresh", "--preview-only", "--run-program", ...stackArguments(stack)];
      return (await operate(args, { ...target, expected: countResources(state), step })).changes;
    });
    const unknownContainers = await progress.step("Look for unknown containers", async () =>
      sweep(await deployedHosts(target), state, target.env),
    );
    return { stack, changes, unknownContainers };
  } finally {
    progress.close();
  }
}

function driftText({ stack, changes, unknownContainers }: Drift): string {
  if (changes.length + unknownContainers.length === 0)
    return "No difference between the hosts and what was deployed.";
  const strangers = unknownContainers.map(
    ({ host, name }) => `? unknown  Container      ${name}  (on ${host})`,
  );
  const end = `${changes.length} changed by hand, ${unknownContainers.length} unknown; ./tovrun deploy ${stack} restores what is declared and leaves the unknown alone.`;
  return [...changeLines(changes), ...strangers, end].join("\n");
}

async function drift(name: string, { json = false }: { json?: boolean }): Promise<void> {
  const found = await lookForDrift(name);
  process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : `${driftText(found)}\n`);
  const clean = found.changes.length + found.unknownContainers.length === 0;
  process.exitCode = clean ? exitCodes.ok.code : exitCodes.changes.code;
}

export function configure(command: Command): void {
  command
    .description(
      "Compares hosts with what was deployed: files, containers, grants and settings that were changed by hand, and containers that no stack knows. Changes nothing.",
    )
    .argument("<stack>", "database, backup, staging or production; lab-NAME for the test hosts")
    .option("--json", "print the differences for a program")
    .addHelpText(
      "after",
      `\nExit code ${exitCodes.ok.code}: no difference; ${exitCodes.changes.code}: there are some.`,
    )
    .action(drift);
}
