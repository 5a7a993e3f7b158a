import { z } from "zod";
import type { Ports } from "../checkout/settings.ts";
import { localStack } from "../engine/pulumi.ts";
import { stackOutput } from "../engine/stack.ts";
import { inspectContainers } from "../stack/containers.ts";
import { isWell, serviceOf } from "../stack/services.ts";

const credential = z.object({ host: z.string(), port: z.number(), user: z.string(), password: z.string() });

/** What a program needs to log in to the database. */
export type Credential = z.infer<typeof credential>;

/** How the application of the local stack logs in, through the pooler. @param env environment of the engine */
export async function appCredential(env: NodeJS.ProcessEnv): Promise<Credential> {
  const known = await stackOutput("credentials", z.looseObject({ tovplay_app: credential }), {
    stack: localStack,
    env,
  });
  return known.tovplay_app;
}

/** Master key of the local stack's accounts, in base64. @param env environment of the engine */
export function accountKeys(env: NodeJS.ProcessEnv): Promise<string> {
  return stackOutput("accountKeys", z.string(), { stack: localStack, env });
}

/** Whether the local server and its pooler run and are healthy: the containers that publish their ports. */
export async function localDatabaseRuns({ postgres, pgbouncer }: Ports): Promise<boolean> {
  const containers = await inspectContainers();
  const healthy = containers.filter((container) => isWell(serviceOf(container, new Map())));
  const published = healthy.flatMap(({ NetworkSettings }) =>
    Object.values(NetworkSettings.Ports ?? {}).flatMap((bindings) =>
      (bindings ?? []).map(({ HostPort }) => Number(HostPort)),
    ),
  );
  return [postgres, pgbouncer].every((port) => published.includes(port));
}
