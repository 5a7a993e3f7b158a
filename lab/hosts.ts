import { UsageFailure } from "./failure.ts";

const GIB = 1024 ** 3;

/** The network of the lab, from the block that is set aside for tests between networks (RFC 2544). */
export const network = {
  name: "tovplay-lab",
  subnet: "198.18.0.0/24",
  gateway: "198.18.0.1",
  nameServer: "198.18.0.2",
} as const;

/** One test host: everything that distinguishes it from the others. */
export interface LabHost {
  readonly name: string;
  readonly address: string;
  /** Whom one logs in as: root, or a user with sudo. Both ways are in use. */
  readonly user: "root" | "admin";
  /** Bytes. */
  readonly memory: number;
  /** Bytes; what is not written takes no room on the machine below. */
  readonly disk: number;
  /** Names that lead to it and that its certificate is for. */
  readonly names: readonly string[];
}

/** The test hosts. Production has the memory of the real one; disks are small, so that all of them together cannot fill a laptop. */
export const hosts: readonly LabHost[] = [
  {
    name: "production",
    address: "198.18.0.11",
    user: "admin",
    memory: Math.floor(5.3 * GIB),
    disk: 12 * GIB,
    names: ["app.tovplay.org", "tovplay.org"],
  },
  {
    name: "staging",
    address: "198.18.0.12",
    user: "admin",
    memory: 2 * GIB,
    disk: 8 * GIB,
    names: ["staging.tovplay.org"],
  },
  {
    name: "database",
    address: "198.18.0.13",
    user: "root",
    memory: 4 * GIB,
    disk: 12 * GIB,
    names: ["database.tovplay.org"],
  },
  {
    name: "backup",
    address: "198.18.0.14",
    user: "root",
    memory: 2 * GIB,
    disk: 16 * GIB,
    names: ["backup.tovplay.org"],
  },
];

/** The stand-in for S3: no host, a program alone. Its name is in its certificate. */
export const s3 = { name: "s3", address: "198.18.0.20", names: ["s3.lab.tovplay.org"], port: 443 } as const;

/** The container of the stand-in for S3. */
export const s3Container = "lab-s3";

/** The container that is the host. */
export const containerOf = ({ name }: LabHost): string => `lab-${name}`;

/** The volume with the host's disk. */
export const volumeOf = ({ name }: LabHost): string => `lab-${name}-disk`;

/** The host of that name. @throws {UsageFailure} when there is none */
export function hostNamed(name: string): LabHost {
  const found = hosts.find((host) => host.name === name);
  if (found) return found;
  const known = hosts.map((host) => host.name).join(", ");
  throw new UsageFailure(`there is no test host '${name}'; choose from ${known}`);
}
