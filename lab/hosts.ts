import { UsageFailure } from "./failure.ts";

const gib = 1024 ** 3;

/** The lab's network, from the block reserved for benchmarks (RFC 2544). */
export const network = {
  name: "tovplay-lab",
  subnet: "198.18.0.0/24",
  gateway: "198.18.0.1",
  nameServer: "198.18.0.2",
} as const;

/** A test host. */
export interface LabHost {
  name: string;
  address: string;
  /** Login: root, or a user with sudo; the lab tests both. */
  user: "root" | "admin";
  /** Bytes. */
  memory: number;
  /** Bytes; unwritten space takes none on the machine. */
  disk: number;
  /** Its DNS names, which are also in its certificate. */
  names: readonly string[];
}

/** The test hosts. Production has the real host's memory; disks are small so that together they cannot fill a laptop. */
export const hosts: readonly LabHost[] = [
  {
    name: "production",
    address: "198.18.0.11",
    user: "admin",
    memory: Math.floor(5.3 * gib),
    disk: 12 * gib,
    names: ["app.tovplay.org", "tovplay.org"],
  },
  {
    name: "staging",
    address: "198.18.0.12",
    user: "admin",
    memory: 2 * gib,
    disk: 8 * gib,
    names: ["staging.tovplay.org"],
  },
  {
    name: "database",
    address: "198.18.0.13",
    user: "root",
    memory: 4 * gib,
    disk: 12 * gib,
    names: ["database.tovplay.org"],
  },
  {
    name: "backup",
    address: "198.18.0.14",
    user: "root",
    memory: 2 * gib,
    disk: 16 * gib,
    names: ["backup.tovplay.org"],
  },
];

/** The stand-in for S3, a single program. Its name is in its certificate. */
export const s3 = { name: "s3", address: "198.18.0.20", names: ["s3.lab.tovplay.org"], port: 443 } as const;

/** The S3 stand-in's container. */
export const s3Container = "lab-s3";

/** The host's container. */
export const containerOf = ({ name }: LabHost): string => `lab-${name}`;

/** The volume with the host's disk. */
export const volumeOf = ({ name }: LabHost): string => `lab-${name}-disk`;

/** The host with that name. @throws {UsageFailure} when there is none */
export function hostNamed(name: string): LabHost {
  const found = hosts.find((host) => host.name === name);
  if (found) return found;
  const known = hosts.map((host) => host.name).join(", ");
  throw new UsageFailure(`there is no test host '${name}'; choose from ${known}`);
}
