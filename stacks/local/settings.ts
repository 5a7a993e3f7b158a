import { z } from "zod";
import { poolerSchema, port } from "../host-settings.ts";

/** Settings of the local stack, as `Pulumi.local.yaml` holds them below `tovplay:`. */
export const localSettings = z.strictObject({
  publicUrl: z.url({ protocol: /^https?$/ }),
  ports: z.strictObject({
    nginx: port,
    backend: port,
    pgbouncer: port,
    postgres: port,
    prometheus: port,
    alertmanager: port,
    loki: port,
  }),
  pooler: poolerSchema,
});

export type LocalSettings = z.infer<typeof localSettings>;
