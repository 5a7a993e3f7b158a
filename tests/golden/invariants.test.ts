import { beforeAll, describe, expect, test } from "vitest";
import type { ContainerInputs } from "../../policies/container-policy.ts";
import { containerType, releaseType } from "../../policies/container-policy.ts";
import type { Cluster } from "../../stacks/database-reference.ts";
import type { DeclaredResource } from "./declared-resource.ts";
import type { DeclaredStack } from "./declared-stack.ts";
import { applicationStack, backupStack, databaseStack, tlsKey } from "./host-stack.ts";

const host = (name: string, address: string) => ({
  name,
  address,
  user: "admin",
  hostKey: `ssh-ed25519 key-of-${name}`,
});

/** A secret from a stack's settings. */
const s3Secret = "only-the-backup-host-may-know-this-secret";

const ownStore = {
  bucket: undefined,
  s3: {
    endpoint: "store.example.org",
    address: "203.0.113.20",
    bucket: "backups",
    region: "eu",
    keyId: "writer",
  },
  s3Secret,
};

const stacks: Record<string, () => Promise<DeclaredStack>> = {
  database: databaseStack,
  backup: backupStack,
  "backup with an existing store": () => backupStack(ownStore),
  staging: () => applicationStack("staging"),
  production: () => applicationStack("production"),
  "production on two hosts": () =>
    applicationStack("production", { hosts: [host("one", "203.0.113.11"), host("two", "203.0.113.14")] }),
};

interface Inputs {
  spec?: { container?: ContainerInputs; openPorts?: { port: number }[] };
  connection?: unknown;
}

/** Each container and each release of a service, by name. */
function containersOf(resources: readonly DeclaredResource[]): [string, ContainerInputs][] {
  return resources.flatMap(({ type, name, inputs }): [string, ContainerInputs][] => {
    if (type === containerType) return [[name, inputs as ContainerInputs]];
    const { container } = (inputs as Inputs).spec ?? {};
    return type === releaseType && container ? [[name, container]] : [];
  });
}

/** Passwords and verifiers that the database stack gives to the others. */
async function databaseSecrets(): Promise<string[]> {
  const { clusters } = (await databaseStack()).outputs as { clusters: Record<string, Cluster> };
  return Object.values(clusters).flatMap(({ provisioner, logins, verifiers, accountKeys }) => [
    accountKeys,
    provisioner,
    ...Object.values(logins).map(({ password }) => password),
    ...Object.values(verifiers),
  ]);
}

/** Names of the resources of a type. */
function namesOf(resources: readonly DeclaredResource[], type: string): string[] {
  return resources.filter((resource) => resource.type === type).map(({ name }) => name);
}

/** Whether a resource of this type creates something on a host. */
const onHost = (type: string) => /^(tovplay-host|docker|postgresql):/.test(type);

/** Ports that a host's firewall opens. */
function openPortsOf(resources: readonly DeclaredResource[]): number[] {
  const firewalls = resources.filter(({ type }) => type === "tovplay-host:index:Firewall");
  return firewalls.flatMap(({ inputs }) => (inputs as Inputs).spec?.openPorts ?? []).map(({ port }) => port);
}

describe.each(Object.entries(stacks))("the stack %s", (_, declare) => {
  let stack: DeclaredStack;
  beforeAll(async () => {
    stack = await declare();
  });

  test("gives every container and release a memory limit, a health check, log rotation and a pinned image", () => {
    const containers = containersOf(stack.resources);
    expect(containers.length).toBeGreaterThan(1);
    for (const [name, container] of containers) {
      expect(container, name).toMatchObject({
        image: expect.stringMatching(/^(sha256:|[^\s@]+@sha256:)[0-9a-f]{64}$/),
        memory: expect.any(Number),
        memorySwap: container.memory,
        healthcheck: { tests: expect.arrayContaining(["CMD"]), retries: expect.any(Number) },
        logDriver: "json-file",
        logOpts: { "max-size": "10m", "max-file": "3" },
        capabilities: { drops: ["ALL"] },
        readOnly: true,
      });
      expect(container.memory, name).toBeGreaterThan(0);
    }
  });

  test("publishes ports beyond loopback only where declared, and only those that the firewall opens", () => {
    const open = openPortsOf(stack.resources);
    for (const [name, { ports = [], labels = [] }] of containersOf(stack.resources)) {
      const declared =
        labels.find(({ label }) => label === "org.tovplay.public-ports")?.value.split(",") ?? [];
      const beyond = ports.filter(({ ip }) => ip !== "127.0.0.1").map(({ external }) => external);
      expect(beyond.map(String), name).toEqual(declared);
      expect(
        beyond.filter((port) => port === undefined || !open.includes(port)),
        name,
      ).toEqual([]);
    }
  });

  test("declares no secret in plain text", async () => {
    const passwords = stack.resources
      .filter(({ type }) => type === "random:index/randomPassword:RandomPassword")
      .map(({ name }) => `password-of-${name}`);
    const known = [tlsKey, s3Secret, ...passwords, ...(await databaseSecrets())];
    const secrets = known.flatMap((secret) => [
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString("base64"),
    ]);
    const text = JSON.stringify(stack.resources);
    expect(secrets.length).toBeGreaterThan(4);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test("uses no resource name twice", () => {
    const names = stack.resources.map(({ type, name }) => `${type} ${name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test("deploys nothing to a host before it is prepared, and prepares none before all pass the preflight", () => {
    const { resources, dependencies } = stack;
    const preflights = namesOf(resources, "tovplay-host:index:Preflight");
    const prepared = namesOf(resources, "tovplay-host:index:SecurityUpdates");
    expect(prepared.length).toBe(preflights.length);
    const hosts = prepared.map((name) => name.replace("-security-updates", ""));
    for (const each of hosts) {
      const there = resources.filter(({ type, name }) => name.startsWith(`${each}/`) && onHost(type));
      expect(there.length).toBeGreaterThan(5);
      for (const { name } of there) expect(dependencies.of(name), name).toContain(`${each}-security-updates`);
      for (const preflight of preflights) expect(dependencies.of(`${each}-packages`)).toContain(preflight);
    }
  });
});

test("a release rolls out host by host: the second waits until the first serves it, but its preparation does not wait", async () => {
  const { dependencies } = await applicationStack("production", {
    hosts: [host("one", "203.0.113.11"), host("two", "203.0.113.14")],
  });
  for (const thing of ["tovplay-backend-release", "tovplay-site-nginx", "tovplay-frontend-pages"])
    expect(dependencies.of(`two/${thing}`), thing).toContain("one/record-line");
  expect(dependencies.of("one/record-line")).toContain("one/tovplay-backend-release");
  for (const early of ["two-security-updates", "two/backend-image"])
    expect(dependencies.of(early), early).not.toContain("one/record-line");
  expect(
    [...dependencies.of("one/tovplay-backend-release")].filter((name) => name.startsWith("two/")),
  ).toEqual([]);
});
