import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A TCP socket that waits for connections. */
export interface Listener {
  port: number;
  /** Inode of the socket, which the owning process has open. */
  inode: string;
}

const listen = "0A";

/** Reads the kernel's table (/proc/net/tcp or tcp6). */
export function parseListeners(table: string): Listener[] {
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === listen)
    .map((fields) => ({
      port: Number.parseInt(fields[1]?.split(":")[1] ?? "", 16),
      inode: fields[9] ?? "",
    }))
    .filter(({ port }) => Number.isInteger(port));
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}

/** Every listening TCP socket of this network namespace; empty where there is no /proc. */
export function listListeners(): Listener[] {
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => parseListeners(readOr(file, "")));
}

function openSockets(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

/** `nginx (process 812)` for the process that has the socket open, when this user may know it. */
export function describeProcess(inode: string): string | undefined {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const pid = pids.find((candidate) => openSockets(candidate).includes(`socket:[${inode}]`));
  if (!pid) return undefined;
  return `${readOr(`/proc/${pid}/comm`, "a program").trim()} (process ${pid})`;
}
