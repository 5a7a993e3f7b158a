import * as pulumi from "@pulumi/pulumi";
import { loadEnvironment } from "./settings/load-environment.ts";
import type { Stack } from "./settings/stack.ts";

/** Every stack of the project by its name; one is loaded, since each brings other packages with it. */
const stacks = new Map<string, () => Promise<Record<string, unknown>>>([
  ["local", async () => declare((await import("./local/stack.ts")).local)],
  ["staging", async () => declare((await import("./staging.ts")).staging)],
  ["production", async () => declare((await import("./production.ts")).production)],
  ["database", async () => declare((await import("./database.ts")).database)],
  ["backup", async () => declare((await import("./backup.ts")).backup)],
]);

/** Outputs of the stack. `lab-NAME` is the stack NAME on test hosts: only its settings differ. */
export default async () => {
  const name = pulumi.getStack();
  const load = stacks.get(name.replace(/^lab-/, ""));
  if (!load) throw asSentence(`there is no stack ${name}; choose from ${[...stacks.keys()].join(", ")}`);
  return load();
};

function declare<Settings>(stack: Stack<Settings>): Record<string, unknown> {
  try {
    return stack.declare(loadEnvironment(stack));
  } catch (error) {
    throw asSentence(error instanceof Error ? error.message : String(error));
  }
}

/** A user's error: shown as its message alone, since a stack trace would bury it. */
function asSentence(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return error;
}
