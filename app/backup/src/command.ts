import { parseArgs } from "node:util";
import { ask } from "./control/ask.ts";
import { type ControlRequest, type ControlResult, controlRequest } from "./control/request.ts";

const usage =
  "usage: command.js backup [--kind full|incr] [--json] | list [--json] | verify [--repository NUMBER] [--json]";

/** Asks the service for a run; see {@link usage}. Exit codes: 0 success, 1 a run failed, 2 wrong usage. */
async function main(given: string[]): Promise<number> {
  const { asked, json } = readArguments(given);
  const result = await ask(asked, (line) => process.stderr.write(`${line}\n`));
  process.stdout.write(
    json
      ? `${JSON.stringify(result)}\n`
      : linesOf(result)
          .map((line) => `${line}\n`)
          .join(""),
  );
  return result.success ? 0 : 1;
}

function readArguments(given: string[]): { asked: ControlRequest; json: boolean } {
  const { positionals, values } = parseArgs({
    args: given,
    allowPositionals: true,
    options: {
      kind: { type: "string" },
      repository: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const [command, ...more] = positionals;
  const { kind, repository, json } = values;
  const strays = { backup: repository, list: kind ?? repository, verify: kind }[command ?? ""];
  const asked = controlRequest.safeParse({
    command,
    ...(command === "backup" ? { kind: kind ?? "incr" } : {}),
    ...(repository === undefined ? {} : { repository: Number(repository) }),
  });
  if (!asked.success || more.length > 0 || strays !== undefined) throw new Error(usage);
  return { asked: asked.data, json };
}

function linesOf(result: ControlResult): string[] {
  if ("runs" in result) {
    return result.runs.map(
      ({ kind, repository, label, error }) =>
        `${kind} in repository ${repository}: ${error ?? `ok, ${label ?? "done"}`}`,
    );
  }
  return result.backups.map(({ repository, label, type }) => `${repository} ${type} ${label}`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = message === usage || (error instanceof Error && "code" in error) ? 2 : 1;
}
