import { z } from "zod";
import { connectionSchema } from "../../provider/ssh/connection.ts";
import type { ExportedState } from "../engine/stack.ts";
import type { Host } from "./connections.ts";

/** What every deployment does first on each of its hosts. */
const preflightType = "tovplay-host:index:Preflight";

const preflight = z.object({ inputs: z.object({ connection: connectionSchema }) });

/** Hosts of a stack, by its state: known from the first deployment on, also when that failed and left no outputs. */
export function hostsIn(state: ExportedState | undefined): Host[] {
  return (state?.deployment.resources ?? []).flatMap((resource) => {
    const name = /::([^:]+)-preflight$/.exec(resource.urn)?.[1];
    if (resource.type !== preflightType || name === undefined) return [];
    const parsed = preflight.safeParse(resource);
    return parsed.success ? [{ name, connection: parsed.data.inputs.connection }] : [];
  });
}
