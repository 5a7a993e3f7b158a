import type { Command } from "commander";
import { dockerHere, leftoverNames, listLeftovers, removeLeftovers } from "../checkout/leftovers.ts";
import { examine, findingLine } from "../doctor/finding.ts";
import { machineLooks } from "../doctor/machine-looks.ts";
import { stackLooks } from "../doctor/stack-looks.ts";
import { EXIT } from "../terminal/exit.ts";

/** Removes what runs that were killed left behind; what is in use by one that lives is never among it. */
async function removeLeft(): Promise<void> {
  const leftovers = await listLeftovers(dockerHere);
  const failed = await removeLeftovers(dockerHere, leftovers);
  const removed = leftovers.filter(({ name }) => !failed.includes(name));
  if (removed.length > 0) process.stderr.write(`Removed ${leftoverNames(removed)}.\n`);
}

async function doctor(options: { json?: boolean; fix?: boolean }): Promise<void> {
  if (options.fix) await removeLeft();
  const findings = await Promise.all([...machineLooks, ...stackLooks].map(examine));
  const bad = findings.filter(({ verdict }) => verdict === "fail").length;
  if (bad > 0) process.exitCode = EXIT.missing.code;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ well: bad === 0, findings }, null, 2)}\n`);
    return;
  }
  const words = bad === 0 ? "Nothing stands in the way of ./tovrun up." : `${bad} to mend, see the arrows.`;
  process.stdout.write(`${[...findings.map(findingLine), "", words].join("\n")}\n`);
}

export function configure(command: Command): void {
  command
    .description(
      "Examines the machine, the toolchain and the stack's state, and says what to do about what is wrong. Changes nothing that is in use.",
    )
    .option("--fix", "first remove the containers that a killed restore or adoption left behind")
    .option("--json", "as JSON: {well, findings: [{name, verdict, seen, mend}]}")
    .addHelpText(
      "after",
      `\nExit code ${EXIT.ok.code}: nothing is wrong; ${EXIT.missing.code}: something is.`,
    )
    .action(doctor);
}
