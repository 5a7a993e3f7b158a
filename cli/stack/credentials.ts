import { z } from "zod";
import { stackOutput } from "../engine/stack.ts";
import { Failure } from "../exit.ts";

/** What the stack hands out for logging in as a role. */
const credential = z.object({ host: z.string(), port: z.number(), user: z.string(), password: z.string() });
export type Credential = z.infer<typeof credential>;

/** Roles that a person may log in as, without the prefix that the database knows them by. */
export const credentialRoles = ["viewer", "app", "migrator", "backup", "monitor", "guardian"] as const;

/** How to log in as a role, given with or without `tovplay_` in front. */
export async function credentialOf(role: string, env: NodeJS.ProcessEnv): Promise<Credential> {
  const name = role.replace(/^tovplay_/, "");
  if (!credentialRoles.some((known) => known === name)) {
    throw new Failure("usage", `there is no role '${role}'; use ${credentialRoles.join(", ")} or admin`);
  }
  const all = new Map(
    Object.entries(await stackOutput("credentials", z.record(z.string(), credential), env)),
  );
  const found = all.get(`tovplay_${name}`) ?? all.get(name);
  if (!found)
    throw new Failure("failed", `the stack's output credentials lacks ${name}; run ./tovrun up to renew it`);
  return found;
}
