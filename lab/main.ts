import { commands } from "./commands.ts";
import { sentenceOf, UsageFailure } from "./failure.ts";
import { emit } from "./report.ts";

/** Runs a lab command. All except `ssh`, which uses the terminal, print JSON lines, the last one a result or an error. */
async function main([name = "", ...args]: string[]): Promise<void> {
  const result = await commands(name)(args);
  if (typeof result === "number") process.exitCode = result;
  else emit({ type: "result", ...result });
}

function fail(error: unknown): void {
  const message = sentenceOf(error);
  const exit = error instanceof UsageFailure ? "usage" : "failed";
  process.exitCode = exit === "usage" ? 2 : 1;
  if (process.argv[2] === "ssh") process.stderr.write(`tovrun: ${message}\n`);
  else emit({ type: "error", message, exit });
}

await main(process.argv.slice(2)).catch(fail);
