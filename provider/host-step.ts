import { z } from "zod";
import type { HostShell } from "./host-shell.ts";
import type { Kind, Properties, Report } from "./kind.ts";
import { problemsOf } from "./problems.ts";
import { connectionSchema } from "./ssh/connection.ts";

const stepSchema = z.object({
  connection: connectionSchema.optional(),
  apply: z.string().min(1),
  observe: z.string().optional(),
  remove: z.string().optional(),
  environment: z
    .record(z.string().regex(/^[A-Z][A-Z0-9_]*$/, "is not a valid variable name"), z.string())
    .default({}),
  stdin: z.string().optional(),
});

/** The shell for a resource's scripts, by its properties. */
export type ShellOf = (properties: Properties) => HostShell;

interface RunOptions {
  stdin?: string;
  /** Receives a script's warnings. */
  report?: Report;
}

/** A resource that scripts create on a host: see `infra/host/step.ts`. */
export function hostStep(shellOf: ShellOf, settings: () => Record<string, string>): Kind {
  const run = async (properties: Properties, script: string, { stdin, report }: RunOptions = {}) => {
    const { environment } = stepSchema.parse(properties);
    const shell = shellOf(properties);
    const input = {
      environment: { ...environment, ...settings() },
      ...(stdin === undefined ? {} : { stdin }),
    };
    const { code, stdout, stderr } = await shell.run(script, input);
    if (code !== 0) throw new Error(failure(shell.host, code, stderr));
    for (const line of stderr.split("\n").filter((each) => each.startsWith("Warning: "))) report?.(line);
    return stdout;
  };
  const observed = async (properties: Properties) => {
    const { observe } = stepSchema.parse(properties);
    return observe === undefined ? "" : (await run(properties, observe)).trim();
  };
  return {
    check: (inputs) => problemsOf(stepSchema, inputs),
    replaces: ["connection.host", "connection.port"],
    outputs: ["stdout", "observed", "applied"],
    drifted: (state) => (state.observed === state.applied ? [] : ["observed"]),
    async apply(inputs, report) {
      const { apply, stdin } = stepSchema.parse(inputs);
      const stdout = await run(inputs, apply, { stdin: stdin ?? "", report });
      const found = await observed(inputs);
      return { stdout, observed: found, applied: found };
    },
    observe: async (state) => ({ ...state, observed: await observed(state) }),
    async remove(state) {
      const { remove } = stepSchema.parse(state);
      if (remove !== undefined) await run(state, remove);
    },
  };
}

/** The last line of a script's error output, or its exit code if there is none. */
function failure(host: string, code: number, stderr: string): string {
  const last = stderr.trim().split("\n").at(-1)?.trim();
  return last
    ? `${host}: ${last.slice(0, 600)}`
    : `${host}: a script failed with exit code ${code} and printed no error`;
}
