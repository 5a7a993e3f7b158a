import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { attackers, openProvisioner } from "./attackers.ts";
import type { Attacker } from "./attempt.ts";
import { catalogue } from "./catalogue.ts";
import type { Outcome } from "./matrix.ts";
import { matrixPage } from "./report.ts";
import { controlRun, run, runInWindow, target } from "./runs.ts";
import { beyond, mistakes, outlived } from "./verdict.ts";

const help = `Usage: npx tsx tests/attack/main.ts [--from stack|sources] [--as NAME] [--at-once N] [--control] [--json] [--write]

Tries every statement in tests/attack/statements/ as every role that can log in, on a copy of the local stack's cluster.
  --from sources  attack the cluster that the sources would deploy, instead of a copy of the running stack's
  --as NAME       use only one attacker of tests/attack/attackers.ts
  --at-once N     number of copies to attack at the same time; default: 2
  --control       attack as a superuser instead, and list statements that do not end as the catalogue expects
  --json          print every attempt
  --write         write docs/reports/attack-matrix.md
Exits with 1 when an attack succeeds that is not granted, or a granted one no longer does.
`;
const { values } = parseArgs({
  options: {
    from: { type: "string", default: "stack" },
    as: { type: "string" },
    "at-once": { type: "string", default: "2" },
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
  const found = mistakes(await controlRun(await target(values.from)), catalogue);
  say(`${catalogue.length} statements, ${found.length} of which did not end as the catalogue expects:`);
  tell(found);
  return found.length === 0;
}

async function matrix(): Promise<boolean> {
  const from = await target(values.from);
  const chosen = (all: Attacker[]) => all.filter(({ name }) => !values.as || name === values.as);
  const outcomes = [
    ...(await run(from, chosen(attackers(from.passwords)), say, Number(values["at-once"]))),
    ...(await runInWindow(from, chosen(openProvisioner(from.passwords)), say)),
  ];
  if (values.json) process.stdout.write(`${JSON.stringify(outcomes, undefined, 1)}\n`);
  const [holes, stale] = [beyond(outcomes), values.as ? [] : outlived(outcomes)];
  say(
    `${outcomes.length} attempts, ${holes.length} beyond what is granted, ${stale.length} granted but refused`,
  );
  tell(holes);
  for (const line of stale) say(`  granted, but refused: ${line}`);
  if (values.write) {
    const stolen = readFileSync(new URL("stolen.md", import.meta.url), "utf8");
    writeFileSync(
      new URL("../../docs/reports/attack-matrix.md", import.meta.url),
      matrixPage(outcomes, stolen, values.from),
    );
  }
  return holes.length + stale.length === 0;
}

if (values.help) process.stdout.write(help);
else process.exitCode = (await (values.control ? control() : matrix())) ? 0 : 1;
