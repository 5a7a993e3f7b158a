import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection.ts";
import { minimumEngine } from "./preparation.ts";
import { script } from "./script.ts";
import { HostStep } from "./step.ts";

/** Arguments of {@link HostPreflight}. */
export interface HostPreflightArgs {
  connection: Connection;
  /** What the host has to have at least. */
  minimum: {
    /** All of its memory, in MiB. */
    memoryMebibytes: number;
    /** What is free on its disk, and on Docker's, in MiB. */
    diskMebibytes: number;
  };
  /** Ports that the deployment is going to use; nginx and containers of this project may have them already. */
  ports: number[];
  /** What the images are built for, as `uname -m` says it. Default: `x86_64`. */
  architecture?: string;
  /** Hash of what is deployed. The host is examined again when it changes, and only then. */
  occasion: string;
}

/**
 * Examines a host in one round trip and changes nothing: system, memory, disk, kernel, clock, engine, other firewalls and
 * ports. One that cannot be deployed to fails with one sentence that says all that is in the way. Whatever changes any
 * host depends on the preflights of all of them.
 */
export class HostPreflight extends pulumi.ComponentResource {
  constructor(name: string, args: HostPreflightArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:HostPreflight", name, {}, opts);
    const environment = preflightSettings(args);
    new HostStep(
      "Preflight",
      `${name}-preflight`,
      {
        connection: args.connection,
        apply: script("host/preflight"),
        environment,
        spec: { minimum: args.minimum, ports: args.ports },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** Settings of the scripts. @throws one sentence that names the argument */
export function preflightSettings(args: Omit<HostPreflightArgs, "connection">): Record<string, string> {
  const { memoryMebibytes, diskMebibytes } = args.minimum;
  const numbers = { "minimum.memoryMebibytes": memoryMebibytes, "minimum.diskMebibytes": diskMebibytes };
  for (const [argument, value] of Object.entries(numbers)) {
    if (!Number.isInteger(value) || value < 0)
      throw new Error(`${argument} is ${value}; set it to a whole number of MiB`);
  }
  const wrong = args.ports.find((port) => !Number.isInteger(port) || port < 1 || port > 65535);
  if (wrong !== undefined)
    throw new Error(`ports contains ${wrong}; a port is a whole number from 1 to 65535`);
  return {
    MINIMUM_MEMORY: String(memoryMebibytes),
    MINIMUM_DISK: String(diskMebibytes),
    MINIMUM_ENGINE: minimumEngine,
    ARCHITECTURE: args.architecture ?? "x86_64",
    PORTS: [...new Set(args.ports)].sort((one, other) => one - other).join(" "),
    OCCASION: args.occasion,
  };
}
