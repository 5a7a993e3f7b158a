import { Command, CommanderError } from "commander";
import { commands } from "./commands.ts";
import { exitCodeHelp, exitCodes, explain } from "./terminal/exit.ts";
import { installInterrupt, unlessInterrupted } from "./terminal/interrupt.ts";
import { watchOutput } from "./terminal/output.ts";

/** Writes the error the way people read it, and ends with its exit code. */
function quit(error: unknown): never {
  const { text, code } = explain(error);
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

/** Which command the arguments name; `help NAME` counts as NAME. */
function chosenCommand(args: readonly string[]): string | undefined {
  const words = args.filter((word) => !word.startsWith("-"));
  return words[0] === "help" ? words[1] : words[0];
}

async function buildProgram(args: readonly string[]): Promise<Command> {
  const program = new Command("tovrun")
    .description("Runs TovPlay on one machine and deploys it to hosts, with the same infrastructure code.")
    .usage("COMMAND [OPTIONS]")
    .enablePositionalOptions()
    .showHelpAfterError("(./tovrun --help lists the commands, ./tovrun COMMAND --help explains one)")
    .exitOverride()
    .addHelpText("after", `\nFirst time: ./tovrun up, then ./tovrun test\n\n${exitCodeHelp()}`);
  const chosen = chosenCommand(args);
  for (const { name, summary, load } of commands) {
    const command = program.command(name).summary(summary).description(summary);
    if (name === chosen) (await load()).configure(command);
  }
  return program;
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const program = await buildProgram(args);
  if (args.length === 0) program.help();
  await program.parseAsync(args, { from: "user" });
}

watchOutput();
installInterrupt();
try {
  await main();
} catch (error) {
  await unlessInterrupted();
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.ok.code : exitCodes.usage.code;
  } else {
    quit(error);
  }
}
