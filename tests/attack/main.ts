import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { attackers, openProvisioner } from "./attackers.ts";
import type { Attacker } from "./attempt.ts";
import { catalogue } from "./catalogue.ts";
import type { Outcome } from "./matrix.ts";
import { matrixPage } from "./report.ts";
import { controlRun, run, runInWindow, target } from "./runs.ts";
import { beyond, duds, outlived } from "./verdict.ts";

const help = `Usage: npx tsx tests/attack/main.ts [--from stack|sources] [--as NAME] [--at-once N] [--control] [--json] [--write]

Tries every statement of tests/attack/statements/ as everybody who can log in, on a copy of the local stack's cluster.
  --from sources  the cluster that the sources would deploy, instead of the running stack's
  --as NAME       one attacker of tests/attack/attackers.ts only
  --at-once N     copies that are attacked at the same time; default: 2
  --control       as a superuser instead: names the statements that are no attack at all, or are said to be none and are
  --json          prints every attempt
  --write         writes docs/reports/attack-matrix.md
Exits with 1 when anything succeeds beyond what is granted.
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
  const found = duds(await controlRun(await target(values.from)), catalogue);
  say(`${catalogue.length} statements, ${found.length} of which the catalogue says the wrong thing:`);
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
    `${outcomes.length} attempts, ${holes.length} beyond what is granted, ${stale.length} granted that do not succeed`,
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
