import { inDocker, type Server } from "../../database/server.ts";
import { Failure } from "../../terminal/exit.ts";
import type { DumpSource } from "../dump/source.ts";

const gigabyte = 1e9;
/** Bytes that have to stay free for the live server. */
const reserve = gigabyte;
/** Space per byte of a dump: twice in the quarantine, then in the live database and its log; archives are also compressed. */
const factor = { sql: 4, archive: 16 } as const;

/** Bytes that importing a dump may need. */
export function spaceFor({ size, content, compressed }: DumpSource): number {
  return size * (content === "sql" && !compressed ? factor.sql : factor.archive);
}

/** @throws {Failure} when the live server's disk has less than `bytes` plus a reserve */
export async function requireSpace(server: Server, bytes: number): Promise<void> {
  const df = ["exec", server.container, "df", "-P", "-B1", "/var/lib/postgresql/data"];
  const { stdout } = await inDocker(server, df);
  const free = Number(stdout.trim().split("\n").at(-1)?.split(/\s+/)[3]);
  if (!Number.isFinite(free) || free >= bytes + reserve) return;
  const gigabytes = (amount: number) => `${(amount / gigabyte).toFixed(1)} GB`;
  throw new Failure(
    "missing",
    `importing the dump needs ${gigabytes(bytes + reserve)}, but only ${gigabytes(free)} are free on the disk of ${server.container}; free some space there`,
  );
}
