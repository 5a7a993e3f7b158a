import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { type ContainerArgs, containerParts } from "../container/container.ts";
import { script } from "../host/script.ts";
import { nameOnHost, neededBefore } from "../host/service.ts";
import { HostStep } from "../host/step.ts";
import { createArguments } from "./release-arguments.ts";

/** Ports of the host's loopback at which the releases of a service take turns. */
export interface ReleasePorts {
  blue: number;
  green: number;
}

/** Arguments of {@link Release}, besides those of a container. None of them stops what serves before its successor does. */
export interface ReleaseArgs extends Omit<ContainerArgs, "ports"> {
  /** Where the releases take turns; nginx knows both. */
  ports: ReleasePorts;
  /** Port the program listens on inside its container. */
  inside: number;
  /** File on the host that is there while green serves: nginx looks for it at every request. */
  switchFile: string;
  /** On a machine that runs other things too: where slots and history are kept, and which container nginx is. */
  local?: { state: string; nginx: string };
  /** Address at which the site must answer through nginx before the earlier release is ended. */
  checkUrl: string;
  /** Seconds to become healthy. Default: 90. */
  healthSeconds?: number;
  /** Seconds between the switch and the end of the earlier release. Default: 3. */
  drainSeconds?: number;
  /** Whether the last release's container is kept, stopped, so that a rollback to it is quick: 0 keeps none. */
  keep: number;
}

/**
 * A service without state whose next release comes up beside the one that serves: nginx is switched when the new one is
 * healthy, and back when the site then does not answer. Until then the earlier one serves; after it, it is stopped and kept.
 */
export class Release extends pulumi.ComponentResource {
  /** @throws one sentence when the container could not be there twice */
  constructor(name: string, args: ReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Release", name, {}, opts);
    const { context, ports: slots, inside, networks, switchFile, checkUrl, keep } = args;
    const { healthSeconds = 90, drainSeconds = 3, local } = args;
    const service = nameOnHost(name);
    checkTwice(service, args);
    const { files, container } = containerParts(name, { ...args, ports: [] }, this);
    const logOpts = pulumi.output(container.logOpts).apply((options) => ({ ...options, tag: service }));
    const made = { ...container, logOpts };
    const lines = pulumi.output(made).apply((known) => createArguments(known).join("\n"));
    const joined = pulumi.output(networks).apply((names) => names.join(" "));
    const ports = `${slots.blue} ${slots.green}`;
    // A hash tells nothing of a setting that is secret; hidden, it would hide whether anything changes.
    const release = pulumi.unsecret(
      pulumi
        .all([joined, lines])
        .apply(([names, text]) => releaseHash([service, ports, String(inside), names, text])),
    );
    new HostStep(
      "Release",
      `${name}-release`,
      {
        connection: context.host?.connection,
        apply: script("application/release"),
        observe: script("application/observe-release"),
        remove: script("application/remove-release"),
        environment: {
          SERVICE: service,
          RELEASE: release,
          PORTS: ports,
          INSIDE: String(inside),
          NETWORKS: joined,
          SWITCH_FILE: switchFile,
          HEALTH_SECONDS: String(healthSeconds),
          DRAIN_SECONDS: String(drainSeconds),
          KEEP: String(keep),
          CHECK_URL: checkUrl,
          ...(local && { STATE_DIRECTORY: local.state, NGINX_CONTAINER: local.nginx }),
        },
        stdin: lines,
        spec: { container: { ...made, name: service, ports: slotPorts(slots, inside) } },
      },
      { parent: this, dependsOn: [...neededBefore(context, args.after), ...files] },
    );
    this.registerOutputs({});
  }
}

/** Identifies a release by everything that it is made from: the script checks that it all arrived. */
export function releaseHash(parts: string[]): string {
  return createHash("sha256")
    .update(parts.map((part) => `${part}\n`).join(""))
    .digest("hex")
    .slice(0, 12);
}

function checkTwice(service: string, { volumes = {}, networks }: ReleaseArgs): void {
  if (Object.keys(volumes).length > 0)
    throw new Error(
      `${service} runs twice during a deployment and cannot share volumes; make it a Container`,
    );
  if (networks.length === 0)
    throw new Error(`${service} is not on any network; list at least one in networks`);
}

function slotPorts({ blue, green }: ReleasePorts, inside: number) {
  return [blue, green].map((outside) => ({
    internal: inside,
    external: outside,
    ip: "127.0.0.1",
    protocol: "tcp",
  }));
}
