import { place } from "../checkout/place.ts";
import { capture, type Finished } from "../process/run.ts";

/** Stack that an environment works on: the local one unless it says otherwise, in Pulumi's own variable. */
export function stackOf(env: NodeJS.ProcessEnv): string {
  return env.PULUMI_STACK || "local";
}

/** Runs a short Pulumi command on the stack of `env` and returns what it printed. */
export function pulumi(args: readonly string[], env: NodeJS.ProcessEnv, input?: string): Promise<Finished> {
  const options = { cwd: place.checkout, env, ...(input === undefined ? {} : { input }) };
  return capture(
    "pulumi",
    [...args, "--stack", stackOf(env), "--non-interactive", "--color", "never"],
    options,
  );
}
