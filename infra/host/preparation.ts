import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection.ts";
import { firewallRules, type OpenPort } from "./firewall.ts";
import { script } from "./script.ts";
import { HostStep, type HostStepArgs } from "./step.ts";
import { readTemplate } from "./template.ts";

/** The oldest Docker engine that is deployed to: Debian 12 has it, and older ones know neither `host-gateway` nor control groups v2. */
export const minimumEngine = "20.10";

/** What a host is for. */
export type HostRole = "application" | "backup" | "database";

/** Arguments of {@link HostPreparation}. */
export interface HostPreparationArgs {
  /** Its `port` is the one that sshd listens on and that stays open. */
  connection: Connection;
  /** An application host gets nginx. */
  role: HostRole;
  /** What is open besides SSH. A port that a container publishes is open to nobody else either. */
  openPorts: OpenPort[];
  /** Ranges that `from: "cloudflare"` stands for. Default: none. */
  cloudflareRanges?: string[];
  /** Addresses and ranges that may use SSH. Default: anyone. */
  sshFrom?: string[];
  /** User that Docker is reached as. Default: `deploy`. Another name makes another user; the former one stays. */
  deployUser?: string;
  /** Its keys, as lines of an `authorized_keys` file. Default: those of the user of the connection. */
  deployKeys?: string;
  /** Further packages of the distribution. */
  packages?: string[];
  /** What has to be done before: the preflights of all hosts. */
  after?: pulumi.Resource[];
}

const packagesOf: Record<HostRole, readonly string[]> = {
  application: ["nginx", "libnginx-mod-http-brotli-filter", "libnginx-mod-http-brotli-static"],
  backup: [],
  database: [],
};

/** Packages of every host; the engine is installed in a step of its own. */
const packagesOfAll = ["ca-certificates", "curl", "nftables", "unattended-upgrades"];

type Step = Pick<HostStepArgs, "apply" | "observe" | "environment" | "stdin" | "spec"> & { kind: string };

/**
 * Makes a plain Debian or Ubuntu machine a host of TovPlay: packages, Docker engine, the user that deploys, sshd, firewall,
 * security updates. Each step runs any number of times, shows as drift what was changed by hand, and waits for the one
 * before it, since most of them touch what the connection runs through.
 */
export class HostPreparation extends pulumi.ComponentResource {
  /** User that Docker is reached as. */
  readonly deployUser: string;

  constructor(name: string, args: HostPreparationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:HostPreparation", name, {}, opts);
    this.deployUser = args.deployUser ?? "deploy";
    let before = args.after ?? [];
    for (const { kind, ...step } of preparationSteps(args)) {
      const child = `${name}-${kind.replace(/(?!^)[A-Z]/g, "-$&").toLowerCase()}`;
      before = [
        new HostStep(
          kind,
          child,
          { connection: args.connection, ...step },
          { parent: this, dependsOn: before },
        ),
      ];
    }
    this.registerOutputs({ deployUser: this.deployUser });
  }
}

/** The steps in their order. @throws one sentence that names the argument that is wrong */
export function preparationSteps(args: HostPreparationArgs): Step[] {
  const packages = [...new Set([...packagesOfAll, ...packagesOf[args.role], ...(args.packages ?? [])])];
  return [
    {
      kind: "Packages",
      apply: script("host/packages"),
      observe: script("host/observe/packages"),
      environment: { PACKAGES: packages.sort().join(" ") },
    },
    {
      kind: "Engine",
      apply: script("host/engine"),
      observe: script("host/observe/engine"),
      environment: { MINIMUM_ENGINE: minimumEngine },
      stdin: readTemplate("host/docker-daemon.json").trimEnd(),
    },
    deployUser(args),
    {
      kind: "Sshd",
      apply: script("host/sshd"),
      observe: script("host/observe/sshd"),
      stdin: readTemplate("host/sshd.conf").trimEnd(),
    },
    firewall(args),
    {
      kind: "SecurityUpdates",
      apply: script("host/security-updates"),
      observe: script("host/observe/security-updates"),
      stdin: readTemplate("host/security-updates.conf").trimEnd(),
    },
  ];
}

function deployUser({ connection, deployUser: user = "deploy", deployKeys = "" }: HostPreparationArgs): Step {
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(user))
    throw new Error(
      `deployUser is '${user}', which is not a valid user name; use lowercase letters, digits and -`,
    );
  if (user === connection.user)
    throw new Error(
      `deployUser is ${user}, the user that prepares the host; choose another, which gets no sudo and no password`,
    );
  return {
    kind: "DeployUser",
    apply: script("host/deploy-user"),
    observe: script("host/observe/deploy-user"),
    environment: { DEPLOY_USER: user, CONNECTED_AS: connection.user },
    stdin: deployKeys.trimEnd(),
  };
}

function firewall(args: HostPreparationArgs): Step {
  const { connection, openPorts, cloudflareRanges = [], sshFrom } = args;
  const sshPort = connection.port;
  return {
    kind: "Firewall",
    apply: script("host/firewall"),
    observe: script("host/observe/firewall"),
    environment: {
      SSH_PORT: String(sshPort),
      SERVICE_UNIT: readTemplate("host/firewall.service").trimEnd(),
      SERVICE_ADDITION: readTemplate("host/nftables-service.conf").trimEnd(),
    },
    stdin: firewallRules({ sshPort, openPorts, cloudflareRanges, ...(sshFrom ? { sshFrom } : {}) }),
    spec: { openPorts, sshFrom: sshFrom ?? "anyone" },
  };
}
