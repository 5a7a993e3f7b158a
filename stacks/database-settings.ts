import { z } from "zod";
import { certificateSchema, deliverySchema, hostSchema, port, privateKeySchema } from "./host-settings.ts";

const clusterSchema = z.strictObject({
  /** Port on which the cluster answers its clients. */
  port,
  /** Port of the deploying machine that leads to it while a deployment runs. */
  forwardPort: port,
  /** Limit of memory in MiB. */
  memory: z.number().int().min(128),
  /** Server connections that the environment's poolers share. */
  serverConnections: z.number().int().min(1).max(100),
  /** Addresses of the environment's application hosts: nobody else may connect. */
  clients: z.array(z.union([z.ipv4(), z.ipv6()])).min(1),
});

/** Settings of the database host's stack, as `Pulumi.STACK.yaml` holds them below `tovplay:`. */
export const databaseSettings = z.strictObject({
  /** Name of the host in its certificate. */
  name: z.string(),
  hosts: z.array(hostSchema).length(1),
  delivery: deliverySchema,
  /** One PostgreSQL cluster an environment: staging can neither harm nor read production. */
  clusters: z.strictObject({ production: clusterSchema, staging: clusterSchema }),
  tlsCertificate: certificateSchema,
  tlsKey: privateKeySchema.or(z.literal("PLACEHOLDER")).default("PLACEHOLDER"),
  /** Authority that signed the certificate, handed to the clients. */
  tlsAuthority: certificateSchema,
  /** Bucket for copies away from the host. */
  backups: z
    .strictObject({
      bucket: z.string(),
      region: z.string(),
      /** Days in which nobody can delete or overwrite a copy. */
      lockedDays: z.number().int().min(7),
    })
    .optional(),
});

export type DatabaseSettings = z.infer<typeof databaseSettings>;
