/** How a container's health is asked for. */
export interface HealthCheck {
  /** Program and arguments, run inside the container without a shell. */
  command: string[];
  /** Seconds between two checks, and before the first one. Default: 3. */
  intervalSeconds?: number;
  /** Seconds after the start in which a failure does not count. Default: 30. */
  startSeconds?: number;
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

/** Asks a web server inside the container for `path`, by the curl that its image carries. */
export function httpCheck(port: number, path: string): HealthCheck {
  return {
    command: ["curl", "--fail", "--silent", "--output", "/dev/null", `http://127.0.0.1:${port}${path}`],
  };
}

/** As {@link httpCheck}, for the images that carry wget in its place. */
export function fetchCheck(port: number, path: string): HealthCheck {
  return { command: ["wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${port}${path}`] };
}

/**
 * Health check in the shape of a Docker container: three failures in a row make it unhealthy. A whole minute is written
 * as the provider reads it back, or every later preview would show a change.
 */
export function healthSettings(check: HealthCheck) {
  return {
    tests: ["CMD", ...check.command],
    interval: duration(check.intervalSeconds ?? 3),
    timeout: "5s",
    retries: 3,
    startPeriod: duration(check.startSeconds ?? 30),
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
