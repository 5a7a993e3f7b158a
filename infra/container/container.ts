import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { HostFile } from "../host/file.ts";
import { healthMounts } from "../host/health-files.ts";
import { dockerOptions, nameOnHost, type ServiceArgs } from "../host/service.ts";
import {
  type HealthCheck,
  healthSettings,
  labelSettings,
  logOptions,
  memorySettings,
  type PublishedPort,
  portSettings,
  scratchSettings,
} from "./settings.ts";

/** Arguments of {@link Container}. Changing any of them replaces the container. */
export interface ContainerArgs extends ServiceArgs {
  /** Numeric user and group it runs as; the user also owns its files. */
  user: number;
  health: HealthCheck;
  ports?: PublishedPort[];
  /** Settings that are no secrets. A secret is a file. */
  environment?: Record<string, pulumi.Input<string>>;
  /** Arguments of the image's entry point, or a command. Default: the image's own. */
  command?: pulumi.Input<string>[];
  /** Configuration and secrets: what the file at each absolute path of the container holds, readable by `user` only. */
  files?: Record<string, pulumi.Input<string>>;
  /** Folders and files of the host, by the path at which the container sees them, read-only. */
  hostPaths?: Record<string, string>;
  /** Volumes by the path at which they are mounted: data that outlives the container. */
  volumes?: Record<string, pulumi.Input<string>>;
  /** Volumes of other containers that it may read and not write, by the path at which they are mounted. */
  readVolumes?: Record<string, pulumi.Input<string>>;
  /** Folders in memory that the program may write to, in MiB; the root file system is read-only. */
  scratch?: Record<string, number>;
  /** Shared memory in MiB. Default: Docker's 64. */
  sharedMemory?: number;
  /** Seconds to let the program end by itself. Default: 10. */
  stopSeconds?: number;
  /** What a restart costs besides time. Default: `data` where it has volumes, else nothing. */
  holds?: Holding;
  /** Labels besides those of stack and service. */
  labels?: Record<string, string>;
}

/** What a container holds: files, the sessions of a database, or connections of others. A preview's summary reads it from a label. */
export type Holding = "data" | "database" | "connections";

/** A container that is limited, watched, logged in rotation, read-only and without capabilities unless it says otherwise. */
export class Container extends pulumi.ComponentResource {
  /** Name of the container, by which others on its networks reach it; what needs it healthy lists it in `after`. */
  readonly containerName: string;
  /** Known once it is healthy. */
  readonly healthy: pulumi.Output<unknown>;

  constructor(name: string, args: ContainerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Container", name, {}, opts);
    this.containerName = nameOnHost(name);
    this.healthy = args.context.running ? this.start(name, args) : pulumi.output(undefined);
    this.registerOutputs({ containerName: this.containerName });
  }

  private start(name: string, args: ContainerArgs): pulumi.Output<string> {
    const { files, container } = containerParts(name, args, this);
    return new docker.Container(`${name}-container`, container, {
      ...dockerOptions(args.context, this, [...files, ...(args.after ?? [])]),
      // Its name and its ports are taken until it is gone.
      deleteBeforeReplace: true,
      replaceOnChanges: fixedAtCreation,
    }).id;
  }
}

/** What Docker fixes when it makes a container, and the provider nevertheless reports as updated without doing anything. */
export const fixedAtCreation = [
  "capabilities",
  "healthcheck",
  "hosts",
  "labels",
  "mounts",
  "networksAdvanced",
  "ports",
];

/** The files of a container, as children of `parent`, and what the Docker provider makes the container from. */
export function containerParts(name: string, args: ContainerArgs, parent: pulumi.Resource) {
  const service = nameOnHost(name);
  const files = Object.entries(args.files ?? {}).map(([target, content]) => ({
    target,
    file: new HostFile(
      `${name}-${target}`,
      { context: args.context, path: `${service}${target}`, content, owner: args.user },
      { parent },
    ),
  }));
  const mounts = files.map(({ file, target }) => ({
    type: "bind",
    source: file.path,
    target,
    readOnly: true,
  }));
  return { files: files.map(({ file }) => file), container: containerArguments(service, args, mounts) };
}

/** What a {@link Container} hands to the Docker provider. */
function containerArguments(
  name: string,
  args: ContainerArgs,
  fileMounts: docker.types.input.ContainerMount[],
): docker.ContainerArgs {
  const ports = args.ports ?? [];
  return {
    name,
    image: args.image,
    user: `${args.user}:${args.user}`,
    restart: "unless-stopped",
    readOnly: true,
    ...memorySettings(args.memory),
    healthcheck: healthSettings(args.health),
    wait: true,
    waitTimeout: (args.health.startSeconds ?? 30) + 60,
    destroyGraceSeconds: args.stopSeconds ?? 10,
    logDriver: "json-file",
    logOpts: logOptions,
    labels: labelSettings(args.context.stack, name, ports, { ...holdingLabel(args), ...args.labels }),
    ports: portSettings(ports),
    networkMode: "bridge",
    networksAdvanced: args.networks.map((network) => ({ name: network })),
    envs: environmentSettings(args.environment ?? {}),
    mounts: [...fileMounts, ...mountSettings(args), ...healthMountsOf(args)],
    tmpfs: scratchSettings(args.user, args.scratch ?? {}),
    capabilities: { drops: ["ALL"], adds: [] },
    securityOpts: ["no-new-privileges:true"],
    ...(args.command ? { command: args.command } : {}),
    ...(args.addresses !== undefined ? { hosts: addressSettings(args.addresses) } : {}),
    ...(args.sharedMemory ? { shmSize: args.sharedMemory } : {}),
  };
}

function healthMountsOf({ context, health }: ContainerArgs) {
  return health.withoutShell ? [] : healthMounts(context.filesDirectory);
}

function holdingLabel({ volumes = {}, holds }: ContainerArgs): Record<string, string> {
  const held = holds ?? (Object.keys(volumes).length > 0 ? "data" : undefined);
  return held ? { "org.tovplay.stateful": held } : {};
}

function environmentSettings(environment: Record<string, pulumi.Input<string>>): pulumi.Input<string>[] {
  return Object.entries(environment)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, value]) => pulumi.interpolate`${key}=${value}`);
}

function addressSettings(addresses: pulumi.Input<Record<string, string>>) {
  return pulumi.output(addresses).apply((all) => Object.entries(all).map(([host, ip]) => ({ host, ip })));
}

function mountSettings({ hostPaths = {}, volumes = {}, readVolumes = {} }: ContainerArgs) {
  return [
    ...Object.entries(hostPaths).map(([target, source]) => ({
      type: "bind",
      source,
      target,
      readOnly: true,
    })),
    ...Object.entries(volumes).map(([target, source]) => ({ type: "volume", source, target })),
    ...Object.entries(readVolumes).map(([target, source]) => ({
      type: "volume",
      source,
      target,
      readOnly: true,
    })),
  ];
}
