import type { Command } from "commander";
import { dockerHere, leftoverNames, listLeftovers, removeLeftovers } from "../checkout/leftovers.ts";
import { examine, findingLine } from "../doctor/finding.ts";
import { machineLooks } from "../doctor/machine-looks.ts";
import { stackLooks } from "../doctor/stack-looks.ts";
import { exitCodes } from "../terminal/exit.ts";

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
  if (bad > 0) process.exitCode = exitCodes.missing.code;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ well: bad === 0, findings }, null, 2)}\n`);
    return;
  }
  const words = bad === 0 ? "Everything is ready for ./tovrun up." : `${bad} to fix; the arrows say how.`;
  process.stdout.write(`${[...findings.map(findingLine), "", words].join("\n")}\n`);
}

export function configure(command: Command): void {
  command
    .description(
      "Checks the machine, the toolchain and the stack's state, and says how to fix what is wrong. Changes nothing that is in use.",
    )
    .option("--fix", "first remove the containers that a killed restore or adoption left behind")
    .option("--json", "as JSON: {well, findings: [{name, verdict, seen, fix}]}")
    .addHelpText(
      "after",
      `\nExit code ${exitCodes.ok.code}: nothing is wrong; ${exitCodes.missing.code}: something is.`,
    )
    .action(doctor);
}
