import type { Command } from "commander";
import { keepSaltOutOfGit } from "../checkout/salt-filter.ts";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { attach } from "../process/run.ts";
import { Failure } from "../terminal/exit.ts";

const noSuchProgram = 127;

async function exec(program: string, args: string[]): Promise<void> {
  const env = await quietEnvironment();
  await keepSaltOutOfGit();
  const code = await attach(program, args, { env });
  if (code === noSuchProgram)
    throw new Failure("missing", `there is no program '${program}' on PATH or in the toolchain`);
  process.exitCode = code;
}

export function configure(command: Command): void {
  command
    .description("Runs a program in the current folder with the toolchain on PATH and Pulumi's state set.")
    .usage("-- PROGRAM [ARGUMENTS...]")
    .argument("<program>", "what to run, for example pulumi")
    .argument("[args...]", "its arguments")
    .passThroughOptions()
    .addHelpText(
      "after",
      "\nExamples:\n  ./tovrun exec -- pulumi preview --stack staging\n  ./tovrun exec -- pulumi stack ls\n\nExits with the program's own exit code.",
    )
    .action(exec);
}
