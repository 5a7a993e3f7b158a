import { HOST_STACKS } from "../hosts/stacks.ts";

type StackName = (typeof HOST_STACKS)[number];

const APPLICATION = ["staging", "production"] as const;
const NONE: readonly StackName[] = [];

/** Which stacks a file is an input of; the first pattern that fits decides. A file that none fits is one of every stack. */
const INPUTS: readonly (readonly [pattern: RegExp, stacks: readonly StackName[]])[] = [
  [/\.(?:test|fixtures)\.tsx?$|\.golden\.json$|^(?:tests|docs|lab|cli)\//, NONE],
  [
    /(?:^|\/)[^/]+\.md$|^\.(?!npmrc)|^(?:biome|knip|tsconfig)\.json$|^(?:vitest\.config\.ts|cspell\.yaml)$/,
    NONE,
  ],
  [/^Pulumi\.(?:local|lab-[^/]+)\.yaml$|^stacks\/(?:local\/|settings\/local\.)/, NONE],
  [/^(?:Pulumi\.database\.yaml$|stacks\/(?:settings\/)?database\.)/, ["database"]],
  [/^stacks\/backup-environments\.ts$/, ["database", "backup"]],
  [/^(?:Pulumi\.backup\.yaml$|stacks\/(?:settings\/)?backup[-.])/, ["backup"]],
  [/^(?:Pulumi\.staging\.yaml$|stacks\/staging[./])/, ["staging"]],
  [/^(?:Pulumi\.production\.yaml$|stacks\/production[./])/, ["production"]],
  [/^stacks\/(?:settings\/)?application(?:-[^/]+)?\.ts$/, APPLICATION],
  [/^stacks\/database-reference\.ts$/, [...APPLICATION, "backup"]],
  [/^stacks\/database-cluster\.ts$/, ["database"]],
  [/^templates\/postgresql\//, ["database"]],
  [/^templates\/pgbackrest\//, ["database", "backup"]],
  [/^templates\/(?:pgbouncer|nginx)\//, APPLICATION],
  [/^app\/backup\//, ["backup"]],
  [/^app\/guardian\//, ["database"]],
  [/^app\/(?:frontend|logging-dashboard)\//, APPLICATION],
];

/** The stacks whose inputs are among these files (paths from the root of the checkout), in the order of deployment. */
export function affectedStacks(files: readonly string[]): StackName[] {
  const affected = new Set(
    files.flatMap((file) => INPUTS.find(([pattern]) => pattern.test(file))?.[1] ?? HOST_STACKS),
  );
  return HOST_STACKS.filter((stack) => affected.has(stack));
}
