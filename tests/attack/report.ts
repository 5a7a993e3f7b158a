import { catalogue } from "./catalogue.ts";
import { granted } from "./granted.ts";
import type { Outcome } from "./matrix.ts";
import { grantFor } from "./verdict.ts";

/** What was attacked, as the page describes it. */
const clusters: Record<string, string> = {
  stack: "a base backup of the running stack's cluster",
  sources: "the cluster that the sources would deploy, created without the engine",
};

/** The report as a Markdown page: what each attacker tried, by group, and everything that succeeded. */
export function matrixPage(outcomes: Outcome[], stolen: string, from: string): string {
  const who = [...new Set(outcomes.map(({ attacker }) => attacker))];
  const groups = [...new Set(catalogue.map(({ group }) => group))];
  const succeeded = outcomes.filter((outcome) => outcome.succeeded);
  const holes = succeeded.filter(({ attacker, attack }) => !grantFor(attacker, attack));
  return `# Attack matrix

What an attacker with a stolen database password can do. ${catalogue.length} statements that destroy data or gain rights were each tried as every
role that can log in, directly and through the pooler.

**${outcomes.length} attempts: ${outcomes.length - succeeded.length} refused, ${succeeded.length - holes.length} granted (listed below with the reason), ${holes.length} beyond that.**

| command | what it does |
|---|---|
| \`npx tsx tests/attack/main.ts\` | tries everything on a copy of the running stack's cluster; exits with 1 when an attack succeeds that is not granted |
| \`npx tsx tests/attack/main.ts --from sources --as viewer\` | one attacker, on the cluster that the sources would deploy |
| \`npx tsx tests/attack/main.ts --json\` | prints every attempt with the server's answer |
| \`npx tsx tests/attack/main.ts --control\` | shows that a superuser succeeds with every statement, so each refusal means something |
| \`npx tsx tests/attack/main.ts --write\` | also writes this page |

Run them in the environment of \`./tovrun env\`. CI runs one attacker of each kind.

The target was ${clusters[from]}: the same roles, grants, functions, settings and access rules, behind the same pooler.
A statement succeeded when it changed the cluster: roles, rights, owners, catalogues, tables, settings, slots, files or other sessions.
One that changes no state (a read, a lock, a SET, a login) succeeded when the server accepted it. The cluster is reset after every change.

## Results

A single number is the number of statements tried, all of which were refused. \`22 of 24\` means that 22 were refused and 2 are granted.

| group | ${who.join(" | ")} |
|---|${who.map(() => "---:").join("|")}|
${groups.map((group) => `| ${group} | ${who.map((name) => cell(outcomes, name, group)).join(" | ")} |`).join("\n")}
| all | ${who.map((name) => cell(outcomes, name)).join(" | ")} |

The provisioner can log in only during a deployment ([0014](../decisions/0014-who-may-provision.md)): that is \`open provisioner\`.

${holes.length > 0 ? `## Not granted\n\n${rows(holes)}\n\n` : ""}## Granted, and why

${granted.map(grantedLine).join("\n")}

## What a stolen credential allows

${stolen.trim()}

## Statements

${groups.map(statementsOf).join("\n")}
`;
}

function grantedLine({ who, attacks, reason }: (typeof granted)[number]): string {
  return `- **${who === "everybody" ? "Everybody" : who.join("; ")}**: ${attacks.join("; ")}. ${reason}`;
}

function statementsOf(group: string): string {
  const names = catalogue
    .filter((attack) => attack.group === group)
    .map(({ name, stopsEverybody }) =>
      stopsEverybody ? `${name} (even a superuser is refused: ${stopsEverybody})` : name,
    );
  return `- **${group}**: ${names.join("; ")}`;
}

function cell(outcomes: Outcome[], name: string, group?: string): string {
  const tried = outcomes.filter((one) => one.attacker === name && (!group || one.group === group));
  const refused = tried.filter(({ succeeded }) => !succeeded).length;
  if (tried.length === 0) return "";
  return refused === tried.length ? `${refused}` : `${refused} of ${tried.length}`;
}

function rows(outcomes: Outcome[]): string {
  return outcomes
    .map(
      ({ attacker, group, attack, changes }) =>
        `- ${attacker}: ${group}, ${attack}${changes.length > 0 ? ` (changed ${changes.slice(0, 4).join(", ")})` : ""}`,
    )
    .join("\n");
}
