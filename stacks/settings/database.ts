import { z } from "zod";
import { certificateSchema, deliverySchema, hostSchema, privateKeySchema } from "./host.ts";
import { differentInClusters, port } from "./ports.ts";

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
  /** Whether a commit waits until the backup host has it: no row is lost with this host, and nothing is written while that one is away. */
  synchronous: z.boolean().default(false),
});

/** Settings of the database host's stack, as `Pulumi.STACK.yaml` holds them below `tovplay:`. */
export const databaseSettings = z.strictObject({
  /** Name of the host in its certificate. */
  name: z.string(),
  hosts: z.tuple([hostSchema]),
  delivery: deliverySchema,
  /** One PostgreSQL cluster an environment: staging can neither harm nor read production. */
  clusters: z
    .strictObject({ production: clusterSchema, staging: clusterSchema })
    .superRefine(differentInClusters("port", "forwardPort")),
  tlsCertificate: certificateSchema,
  tlsKey: privateKeySchema.or(z.literal("PLACEHOLDER")).default("PLACEHOLDER"),
  /** Authority that signed the certificate, handed to the clients. */
  tlsAuthority: certificateSchema,
  /** Who keeps the backups: its name in its certificate, and where it connects from. Left out, nothing is archived. */
  backupHost: z
    .strictObject({
      name: z.string(),
      address: z.union([z.ipv4(), z.ipv6()]),
      /** How many repositories it keeps: its own disk, and a store of objects. */
      repositories: z.number().int().min(1).max(2),
    })
    .optional(),
});

export type DatabaseSettings = z.infer<typeof databaseSettings>;
