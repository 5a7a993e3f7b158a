import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { attackers } from "./attackers.ts";
import { catalogue } from "./catalogue.ts";
import type { Outcome } from "./matrix.ts";
import { matrixPage } from "./report.ts";
import { controlRun, openProvisionerRun, run, target } from "./runs.ts";
import { beyond, duds, outlived } from "./verdict.ts";

const help = `Usage: npx tsx tests/attack/main.ts [--from stack|sources] [--as NAME] [--control] [--json] [--write]

Tries every statement of tests/attack/statements/ as everybody who can log in, on a copy of the local stack's cluster.
  --from sources  the cluster that the sources would deploy, instead of the running stack's
  --as NAME       one attacker of tests/attack/attackers.ts only
  --control       as a superuser instead: names the statements that are no attack at all
  --json          prints every attempt
  --write         writes docs/attack-matrix.md
Exits with 1 when anything succeeds beyond what is granted.
`;
const { values } = parseArgs({
  options: {
    from: { type: "string", default: "stack" },
    as: { type: "string" },
    control: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function say(line: string) {
  process.stderr.write(`${line}\n`);
}

function tell(outcomes: Outcome[]) {
  for (const { attacker, group, attack, changes, error } of outcomes) {
    say(`  ${attacker}: ${group}, ${attack} ${changes.join(" ")} ${error?.message ?? ""}`);
  }
}

async function control(): Promise<boolean> {
  const found = duds(await controlRun(await target(values.from)), catalogue);
  say(`${catalogue.length} statements, ${found.length} that not even a superuser gets through:`);
  tell(found);
  return found.length === 0;
}

async function matrix(): Promise<boolean> {
  const from = await target(values.from);
  const chosen = attackers(from.passwords).filter(({ name }) => !values.as || name === values.as);
  const outcomes = await run(from, chosen, say);
  if (values.json) process.stdout.write(`${JSON.stringify(outcomes, undefined, 1)}\n`);
  const [open, stale] = [beyond(outcomes), values.as ? [] : outlived(outcomes)];
  say(
    `${outcomes.length} attempts, ${open.length} beyond what is granted, ${stale.length} granted that do not succeed`,
  );
  tell(open);
  for (const line of stale) say(`  granted, but refused: ${line}`);
  if (values.write) {
    const stolen = readFileSync(new URL("stolen.md", import.meta.url), "utf8");
    const page = matrixPage(outcomes, await openProvisionerRun(from), stolen);
    writeFileSync(new URL("../../docs/attack-matrix.md", import.meta.url), page);
  }
  return open.length + stale.length === 0;
}

if (values.help) process.stdout.write(help);
else process.exitCode = (await (values.control ? control() : matrix())) ? 0 : 1;
