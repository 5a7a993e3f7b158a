import { z } from "zod";
import { channelSettings, checkChannels } from "./channels.ts";
import { certificateSchema, deliverySchema, hostSchema, poolerSchema, privateKeySchema } from "./host.ts";
import { port } from "./ports.ts";

const hostname = z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, "is no host name in lower case");

/** Settings of a stack of application hosts, as `Pulumi.STACK.yaml` holds them below `tovplay:`. */
export const applicationSettings = z
  .strictObject({
    ...channelSettings,
    /** Name of the site; others that lead to it follow. */
    site: hostname,
    aliases: z.array(hostname).default([]),
    /** Application hosts: a deployment rolls through them in this order. */
    hosts: z.tuple([hostSchema], hostSchema),
    delivery: deliverySchema,
    /** Stack that declares the database host, and which of its clusters is this environment's. */
    databaseStack: z.string(),
    databaseCluster: z.enum(["production", "staging"]),
    /** Port of the deploying machine that leads to that cluster while a deployment runs. */
    forwardPort: port,
    pooler: poolerSchema,
    /** Limit of the backend's memory in MiB. */
    backendMemory: z.number().int().min(64),
    /** What ends the names of this environment's containers: `-staging`, or nothing. */
    suffix: z
      .string()
      .regex(/^(-[a-z]+)?$/, "must be a dash and lower-case letters")
      .default(""),
    /** Requests a second that one client address may send to the API. */
    apiRequestsPerSecond: z.number().int().min(1),
    /** Releases kept on each host for a rollback, the one that serves included. */
    keepReleases: z.number().int().min(2).max(20),
    tlsCertificate: certificateSchema,
    tlsKey: privateKeySchema.or(z.literal("PLACEHOLDER")).default("PLACEHOLDER"),
    /** Authority that signed the database's certificate. */
    tlsAuthority: certificateSchema,
    /** Whether the first host runs Prometheus, Alertmanager, the log store and what feeds them. */
    monitoring: z.boolean().default(false),
    /** Whether requests come through Cloudflare: then only its addresses are let in and believed. */
    cloudflare: z.strictObject({ accountId: z.string(), zone: hostname }).optional(),
  })
  .superRefine(checkChannels);

export type ApplicationSettings = z.infer<typeof applicationSettings>;
