import type * as pulumi from "@pulumi/pulumi";
import { healthCommand } from "../host/health-files.ts";

/** How a container's health is asked for, from inside it every few seconds; `infra/host/scripts/watch.sh` says how. */
export interface HealthCheck {
  /** `http PORT PATH`, `postgres PORT USER DATABASE`, `stream PORT`, or a program and its arguments, run without a shell. */
  look: pulumi.Input<string>[];
  /** A program that looks closer, until the container is healthy and then every five minutes. Default: `look`. */
  first?: string[];
  /** Seconds after the start in which a failure does not count. Default: 30. */
  startSeconds?: number;
  /** Says that the image has no shell: the engine starts the program each time, which costs more. Default: false. */
  withoutShell?: boolean;
}

/** A port of the container that the host answers on. */
export interface PublishedPort {
  /** Port the program listens on inside the container. */
  inside: number;
  /** Port on the host. */
  outside: number;
  /** Address of the host that answers. Default: 127.0.0.1. Any other address also needs `public`. */
  address?: string;
  /** Says that the port is meant for the world. Default: false. */
  public?: boolean;
}

/** Asks a web server inside the container for `path`, which it has to answer with 200. */
export function httpCheck(port: number, path: string): HealthCheck {
  return { look: ["http", String(port), path] };
}

/** Asks PostgreSQL or PgBouncer to let `user` in, without a password: it has to ask for one, and logs no refusal. */
export function loginCheck(port: number, user: string, database: string): HealthCheck {
  return { look: ["postgres", String(port), user, database] };
}

/**
 * Health check in the shape of a Docker container. One that watches stays in the container for up to five minutes, and what it
 * says counts at once. A whole minute is written as the provider reads it back, or every later preview would show a change.
 */
export function healthSettings({ look, first = [], startSeconds = 30, withoutShell }: HealthCheck) {
  const startPeriod = duration(startSeconds);
  if (withoutShell)
    return { tests: ["CMD", ...look], interval: "10s", timeout: "10s", retries: 3, startPeriod };
  const closer = first.length > 0 ? ["--", ...first] : [];
  return {
    tests: ["CMD", ...healthCommand, ...look, ...closer],
    interval: "1s",
    timeout: "6m0s",
    retries: 1,
    startPeriod,
  };
}

function duration(seconds: number): string {
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

/**
 * Published ports in the shape of a Docker container.
 * @throws when a port answers beyond this machine without being declared public
 */
export function portSettings(ports: PublishedPort[]) {
  return ports.map(({ inside, outside, address = "127.0.0.1", public: isPublic = false }) => {
    if (!isPublic && address !== "127.0.0.1") {
      throw new Error(
        `port ${outside} is published on ${address}: set public to true, or keep the address 127.0.0.1`,
      );
    }
    return { internal: inside, external: outside, ip: address, protocol: "tcp" };
  });
}

/** Labels that tell which stack and service a container belongs to, and which of its ports are meant for the world. */
export function labelSettings(
  stack: string,
  service: string,
  ports: PublishedPort[],
  more: Record<string, string>,
) {
  const open = ports.filter((port) => port.public).map((port) => port.outside);
  const labels: Record<string, string> = {
    "org.tovplay.service": service,
    "org.tovplay.stack": stack,
    ...(open.length > 0 ? { "org.tovplay.public-ports": open.join(",") } : {}),
    ...more,
  };
  return Object.entries(labels)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([label, value]) => ({ label, value }));
}

/** Log rotation: at most 3 files of 10 MB a container; the tag carries the container's name to the log collector. */
export const logOptions = { "max-size": "10m", "max-file": "3", tag: "{{.Name}}" };

/** Memory in the units of the Docker provider (MB); swap equal to memory means none, and keeps the next preview empty. */
export function memorySettings(mebibytes: number) {
  if (!Number.isInteger(mebibytes) || mebibytes < 6) {
    throw new Error(
      `memory must be a whole number of MiB of at least 6 (Docker's minimum), not ${mebibytes}`,
    );
  }
  return { memory: mebibytes, memorySwap: mebibytes };
}

/** Folders in memory, by path and size in MiB, that belong to the container's user alone. */
export function scratchSettings(user: number, scratch: Record<string, number>): Record<string, string> {
  const options = (mebibytes: number) =>
    `rw,nosuid,nodev,size=${mebibytes}m,mode=0700,uid=${user},gid=${user}`;
  return Object.fromEntries(Object.entries(scratch).map(([path, mebibytes]) => [path, options(mebibytes)]));
}
