import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "./environment.ts";
import { loadEnvironment } from "./load-environment.ts";
import { local } from "./local/stack.ts";

/** Every stack of the project by its name. */
const stacks: Record<string, (environment: Environment) => Record<string, unknown>> = { local };

const name = pulumi.getStack();
const stack = stacks[name];
if (!stack) {
  throw new pulumi.RunError(
    `there is no stack ${JSON.stringify(name)}; choose from ${Object.keys(stacks).join(", ")}`,
  );
}

/** Outputs of the stack. */
export default async () => stack(await loadEnvironment());
