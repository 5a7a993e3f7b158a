import { ensureImages } from "./base/ensure.ts";
import { check } from "./check.ts";
import { sentenceOf, ToolchainFailure } from "./driver/failure.ts";
import { emit } from "./driver/report.ts";
import { ensureEngine } from "./pulumi/ensure.ts";

const commands: Record<string, (names: string[]) => Promise<Record<string, unknown>>> = {
  engine: () => ensureEngine(),
  images: (names) => ensureImages(names),
  check: () => check(),
};

async function main(argv: string[]): Promise<void> {
  const [name = "", ...rest] = argv;
  const command = commands[name];
  if (!command)
    throw new ToolchainFailure(`Unknown command '${name}'; use engine, images [NAME...] or check.`);
  emit({ type: "result", ...(await command(rest)) });
}

function fail(error: unknown): void {
  emit({ type: "error", message: sentenceOf(error) });
  process.exitCode = 1;
}

process.once("uncaughtException", (error) => {
  fail(error);
  process.exit(1);
});

// execa stops children when this process exits, so a signal only has to cause an exit.
for (const [signal, code] of [
  ["SIGTERM", 143],
  ["SIGINT", 130],
  ["SIGHUP", 129],
] as const) {
  process.once(signal, () => process.exit(code));
}

await main(process.argv.slice(2)).catch(fail);
