import { z } from "zod";
import { poolerSchema } from "./host.ts";
import { differentPorts, port } from "./ports.ts";

/** Whether a text is an address of http or https with nothing after host and port: the backend takes no other. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, "");
}

/** Settings of the local stack, as `Pulumi.local.yaml` holds them below `tovplay:`; the launcher checks them too. */
export const localSettings = z.strictObject({
  publicUrl: z
    .string("must be an address of http or https, for example http://127.0.0.1:8080")
    .refine(
      isOrigin,
      "must be http:// or https://, a host and its port unless it is the usual one, nothing else, for example http://127.0.0.1:8080",
    ),
  ports: z
    .strictObject({
      nginx: port,
      backendBlue: port,
      backendGreen: port,
      pgbouncer: port,
      postgres: port,
      prometheus: port,
      alertmanager: port,
      logs: port,
    })
    .superRefine(differentPorts),
  pooler: poolerSchema,
});

export type LocalSettings = z.infer<typeof localSettings>;
