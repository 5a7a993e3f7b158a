import { z } from "zod";
import { LOCAL } from "../engine/pulumi.ts";
import { stackOutput } from "../engine/stack.ts";

const credential = z.object({ host: z.string(), port: z.number(), user: z.string(), password: z.string() });

/** What a program needs to log in to the database. */
export type Credential = z.infer<typeof credential>;

/** How the application of the local stack logs in, through the pooler. @param env environment of the engine */
export async function appCredential(env: NodeJS.ProcessEnv): Promise<Credential> {
  const known = await stackOutput("credentials", z.looseObject({ tovplay_app: credential }), {
    stack: LOCAL,
    env,
  });
  return known.tovplay_app;
}
