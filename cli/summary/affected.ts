import { hostStacks } from "../hosts/stacks.ts";

type StackName = (typeof hostStacks)[number];

const application = ["staging", "production"] as const;
const none: readonly StackName[] = [];

/** Which stacks a file is an input of; the first pattern that fits decides. A file that none fits is one of every stack. */
const inputs: readonly (readonly [pattern: RegExp, stacks: readonly StackName[]])[] = [
  [/\.(?:test|fixtures)\.tsx?$|\.golden\.json$|^(?:tests|docs|lab|cli)\//, none],
  [
    /(?:^|\/)[^/]+\.md$|^\.(?!npmrc)|^(?:biome|knip|tsconfig)\.json$|^(?:vitest\.config\.ts|cspell\.yaml)$/,
    none,
  ],
  [/^Pulumi\.(?:local|lab-[^/]+)\.yaml$|^stacks\/(?:local\/|settings\/local\.)/, none],
  [/^(?:Pulumi\.database\.yaml$|stacks\/(?:settings\/)?database\.)/, ["database"]],
  [/^stacks\/backup-environments\.ts$/, ["database", "backup"]],
  [/^(?:Pulumi\.backup\.yaml$|stacks\/(?:settings\/)?backup[-.])/, ["backup"]],
  [/^(?:Pulumi\.staging\.yaml$|stacks\/staging[./])/, ["staging"]],
  [/^(?:Pulumi\.production\.yaml$|stacks\/production[./])/, ["production"]],
  [/^stacks\/(?:settings\/)?application(?:-[^/]+)?\.ts$/, application],
  [/^stacks\/database-reference\.ts$/, [...application, "backup"]],
  [/^stacks\/database-cluster\.ts$/, ["database"]],
  [/^templates\/postgresql\//, ["database"]],
  [/^templates\/pgbackrest\//, ["database", "backup"]],
  [/^templates\/(?:pgbouncer|nginx)\//, application],
  [/^app\/backup\//, ["backup"]],
  [/^app\/guardian\//, ["database"]],
  [/^app\/(?:frontend|logging-dashboard)\//, application],
];

/** The stacks whose inputs are among these files (paths from the root of the checkout), in the order of deployment. */
export function affectedStacks(files: readonly string[]): StackName[] {
  const affected = new Set(
    files.flatMap((file) => inputs.find(([pattern]) => pattern.test(file))?.[1] ?? hostStacks),
  );
  return hostStacks.filter((stack) => affected.has(stack));
}
