import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "./environment.ts";
import { loadEnvironment } from "./load-environment.ts";
import { local } from "./local/stack.ts";

/** Every stack of the project by its name. */
const stacks = new Map<string, (environment: Environment) => Record<string, unknown>>([["local", local]]);

/** Outputs of the stack. */
export default () => {
  const name = pulumi.getStack();
  const stack = stacks.get(name);
  if (!stack) throw asSentence(`there is no stack ${name}; choose from ${[...stacks.keys()].join(", ")}`);
  return stack(environmentOrSentence());
};

function environmentOrSentence(): Environment {
  try {
    return loadEnvironment();
  } catch (error) {
    throw asSentence(error instanceof Error ? error.message : String(error));
  }
}

/** An error of whoever called, not of the program: shown as its message alone, since a stack trace would bury it. */
function asSentence(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return error;
}
