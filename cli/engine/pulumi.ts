import { inCheckout } from "../../paths.ts";
import { capture, type Finished } from "../process/run.ts";

/** Name of the stack on this machine. */
export const localStack = "local";

/** A stack, and the environment of the engine that works on it. */
export interface Target {
  stack: string;
  env: NodeJS.ProcessEnv;
}

/** The command that deploys a stack, for a message that says what to do. */
export function deployCommand(stack: string): string {
  return stack === localStack ? "./tovrun up" : `./tovrun deploy ${stack}`;
}

/** Runs a short Pulumi command on a stack and returns what it printed. */
export function pulumi(args: readonly string[], { stack, env }: Target, input?: string): Promise<Finished> {
  const options = { cwd: inCheckout(), env, ...(input === undefined ? {} : { input }) };
  return capture("pulumi", [...args, "--stack", stack, "--non-interactive", "--color", "never"], options);
}
