import { catalogue } from "./catalogue.ts";
import { granted } from "./granted.ts";
import type { Outcome } from "./matrix.ts";
import { grantFor } from "./verdict.ts";

/** The matrix as a page: refused of tried for each attacker and group, and everything that succeeded. */
export function matrixPage(outcomes: Outcome[], provisioner: Outcome[], stolen: string): string {
  const who = [...new Set(outcomes.map(({ attacker }) => attacker))];
  const groups = [...new Set(catalogue.map(({ group }) => group))];
  const open = outcomes.filter(({ attacker, attack, succeeded }) => succeeded && !grantFor(attacker, attack));
  return `# Attack matrix

${catalogue.length} statements that destroy or escalate, each tried by everybody who can log in, in a session of its own, on a physical copy of the
running stack's cluster: the same roles, grants, functions, settings and access rules, behind the same pooler. The state of the copy
before and after decides, not the error: roles, rights, owners, every catalogue and table, settings, replication slots, files, others'
sessions. What leaves no state (a read, a lock, a SET, a login) succeeds when it is answered. After every change the copy is put back.
Made by \`npx tsx tests/attack/main.ts --write\`; \`--json\` prints every answer.

**${outcomes.length} attempts; ${open.length} succeeded beyond what is granted.**

Cells: refused / tried; the rest is granted below.

| group | ${who.join(" | ")} |
|---|${who.map(() => "---:").join("|")}|
${groups.map((group) => `| ${group} | ${who.map((name) => cell(outcomes, name, group)).join(" | ")} |`).join("\n")}
| all | ${who.map((name) => cell(outcomes, name)).join(" | ")} |

${open.length > 0 ? `## Beyond what is granted\n\n${rows(open)}\n\n` : ""}## What is granted, and why

| who | attacks | why |
|---|---|---|
${granted.map(({ who: names, attacks, reason }) => `| ${names === "everybody" ? names : names.join("; ")} | ${attacks.join("; ")} | ${reason} |`).join("\n")}

## The provisioner while a deployment runs

Its window is open for a deployment only (decision 0002). Inside it, ${provisioner.filter(({ succeeded }) => succeeded).length} of ${provisioner.length} succeed:

${byGroup(provisioner.filter(({ succeeded }) => succeeded))}

## What a stolen credential is good for

${stolen.trim()}

## The statements

${groups
  .map(
    (group) =>
      `- ${group}: ${catalogue
        .filter((attack) => attack.group === group)
        .map(({ name, stopsEverybody }) =>
          stopsEverybody ? `${name} (refused to a superuser too: ${stopsEverybody})` : name,
        )
        .join("; ")}`,
  )
  .join("\n")}
`;
}

function cell(outcomes: Outcome[], name: string, group?: string): string {
  const tried = outcomes.filter((one) => one.attacker === name && (!group || one.group === group));
  return tried.length === 0 ? "" : `${tried.filter(({ succeeded }) => !succeeded).length} / ${tried.length}`;
}

function rows(outcomes: Outcome[]): string {
  return outcomes
    .map(
      ({ attacker, group, attack, changes }) =>
        `- ${attacker}: ${group}, ${attack}${changes.length > 0 ? ` (changed ${changes.slice(0, 4).join(", ")})` : ""}`,
    )
    .join("\n");
}

function byGroup(outcomes: Outcome[]): string {
  const groups = [...new Set(outcomes.map(({ group }) => group))];
  return groups
    .map(
      (group) =>
        `- ${group}: ${outcomes
          .filter((one) => one.group === group)
          .map(({ attack }) => attack)
          .join("; ")}`,
    )
    .join("\n");
}
