import { z } from "zod";
import { certificateSchema, deliverySchema, hostSchema, privateKeySchema } from "./host.ts";
import { differentInClusters, port } from "./ports.ts";

/** How one environment's cluster is backed up. */
const clusterSchema = z.strictObject({
  /** Port at which the cluster answers on the database host. */
  databasePort: port,
  /** Port of this host's loopback at which the backup service tells how it is. */
  servicePort: port,
  /** Limit of memory of the backup service in MiB; it also runs the server that each backup is tried on. */
  memory: z.number().int().min(256),
  /** Whether each piece of the write-ahead log is on this disk before it is acknowledged, so that the server may wait for it. */
  synchronous: z.boolean(),
});

/** Settings of the backup host's stack, as `Pulumi.STACK.yaml` holds them below `tovplay:`. */
export const backupSettings = z
  .strictObject({
    /** Name of the host: the common name of its certificate, by which the database host knows it. */
    name: z.string(),
    hosts: z.tuple([hostSchema]),
    delivery: deliverySchema,
    /** Stack of the database host, which the backups are of. */
    databaseStack: z.string(),
    /** Name of the database host in its certificate, and where it connects from: nobody else may bring anything or ask for it. */
    databaseHost: z.strictObject({
      name: z.string(),
      addresses: z.array(z.union([z.ipv4(), z.ipv6()])).min(1),
    }),
    clusters: z
      .strictObject({ production: clusterSchema, staging: clusterSchema })
      .superRefine(differentInClusters("databasePort", "servicePort")),
    tlsCertificate: certificateSchema,
    tlsKey: privateKeySchema.or(z.literal("PLACEHOLDER")).default("PLACEHOLDER"),
    /** Authority that signed the certificates of this host and of the database host. */
    tlsAuthority: certificateSchema,
    /** Bucket of AWS for the copy that nobody can delete; it and the writer's key are made with the stack. */
    bucket: z
      .strictObject({
        name: z.string(),
        region: z.string(),
        /** Days in which nobody can delete or overwrite a copy. */
        lockedDays: z.number().int().min(7),
      })
      .optional(),
    /** Or a store that speaks as S3 does and is there already, with a bucket that keeps versions and locks them. */
    s3: z
      .strictObject({
        endpoint: z.string(),
        bucket: z.string(),
        region: z.string(),
        /** Access key of a writer that can neither delete a version nor shorten its lock. */
        keyId: z.string(),
        /** Left out, a name server knows the endpoint. */
        address: z.union([z.ipv4(), z.ipv6()]).optional(),
        /** Who signed the store's certificate. Left out, one that every system knows. */
        authority: certificateSchema.optional(),
      })
      .optional(),
    /** Secret of `s3.keyId`. */
    s3Secret: z.string().min(1).optional(),
  })
  .refine(({ bucket, s3 }) => !(bucket && s3), {
    path: ["s3"],
    message: "stands beside bucket; there is one second repository: leave one of them out",
  })
  .refine(({ s3, s3Secret }) => !s3 || s3Secret !== undefined, {
    path: ["s3Secret"],
    message: "is missing; set it with 'pulumi config set --secret tovplay:s3Secret'",
  });

export type BackupSettings = z.infer<typeof backupSettings>;
