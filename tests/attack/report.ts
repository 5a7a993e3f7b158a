import { catalogue } from "./catalogue.ts";
import { granted } from "./granted.ts";
import type { Outcome } from "./matrix.ts";
import { grantFor } from "./verdict.ts";

/** What was attacked, in the words of the page. */
const clusters: Record<string, string> = {
  stack: "a base backup of the running stack's cluster",
  sources: "the cluster that the sources deploy, made without the engine",
};

/** The matrix as a page: what each attacker tried of each group, and everything that succeeded. */
export function matrixPage(outcomes: Outcome[], stolen: string, from: string): string {
  const who = [...new Set(outcomes.map(({ attacker }) => attacker))];
  const groups = [...new Set(catalogue.map(({ group }) => group))];
  const succeeded = outcomes.filter((outcome) => outcome.succeeded);
  const holes = succeeded.filter(({ attacker, attack }) => !grantFor(attacker, attack));
  return `# Attack matrix

What somebody with a stolen password of the database can do: ${catalogue.length} statements that destroy or escalate, each tried as everybody who can
log in, directly and through the pooler.

**${outcomes.length} attempts: ${outcomes.length - succeeded.length} refused, ${succeeded.length - holes.length} granted (listed below with the reason), ${holes.length} beyond that.**

| command | shows |
|---|---|
| \`npx tsx tests/attack/main.ts\` | the matrix, on a copy of the running stack's cluster; exits with 1 when anything succeeds beyond what is granted |
| \`npx tsx tests/attack/main.ts --from sources --as viewer\` | one attacker, on the cluster that the sources would deploy |
| \`npx tsx tests/attack/main.ts --json\` | every attempt, with the server's answer |
| \`npx tsx tests/attack/main.ts --control\` | that a superuser gets through with every statement, so that each refusal says something |
| \`npx tsx tests/attack/main.ts --write\` | the matrix, and writes this page |

The commands need the environment of \`./tovrun env\`. The continuous integration runs one attacker of each kind.

Attacked was ${clusters[from]}: the same roles, grants, functions, settings and access rules,
behind the same pooler. Not the error decides but the state of the cluster before and after: roles, rights, owners, every catalogue and table, settings, slots, files, others' sessions.
What leaves no state (a read, a lock, a SET, a login) succeeds when it is answered. After every change the cluster is put back.

## The matrix

A number alone: so many were tried, all refused. \`22 of 24\`: two succeeded, which are granted.

| group | ${who.join(" | ")} |
|---|${who.map(() => "---:").join("|")}|
${groups.map((group) => `| ${group} | ${who.map((name) => cell(outcomes, name, group)).join(" | ")} |`).join("\n")}
| all | ${who.map((name) => cell(outcomes, name)).join(" | ")} |

The provisioner can log in while a deployment runs only (decision 0014); \`open provisioner\` is that time.

${holes.length > 0 ? `## Beyond what is granted\n\n${rows(holes)}\n\n` : ""}## What is granted, and why

${granted.map(grantedLine).join("\n")}

## What a stolen credential is good for

${stolen.trim()}

## The statements

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
      stopsEverybody ? `${name} (refused to a superuser too: ${stopsEverybody})` : name,
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
