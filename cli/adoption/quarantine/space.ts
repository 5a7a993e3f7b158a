import { inDocker, type Server } from "../../database/server.ts";
import { Failure } from "../../terminal/exit.ts";
import type { DumpSource } from "../dump/source.ts";

const GIGABYTE = 1e9;
/** What stays free for the live server, whatever a dump needs. */
const RESERVE = GIGABYTE;
/** A dump lies in the quarantine twice, then in the live database and its log; an archive is compressed besides. */
const TIMES = { sql: 4, archive: 16 } as const;

/** Bytes that taking a dump over may need. */
export function spaceFor({ size, content, compressed }: DumpSource): number {
  return size * (content === "sql" && !compressed ? TIMES.sql : TIMES.archive);
}

/** @throws {Failure} when the disk of the live server's data has less than `bytes` and a reserve */
export async function requireSpace(server: Server, bytes: number): Promise<void> {
  const df = ["exec", server.container, "df", "-P", "-B1", "/var/lib/postgresql/data"];
  const { stdout } = await inDocker(server, df);
  const free = Number(stdout.trim().split("\n").at(-1)?.split(/\s+/)[3]);
  if (!Number.isFinite(free) || free >= bytes + RESERVE) return;
  const gigabytes = (amount: number) => `${(amount / GIGABYTE).toFixed(1)} GB`;
  throw new Failure(
    "missing",
    `${gigabytes(free)} are free on the disk of ${server.container}, and taking the dump over needs ${gigabytes(bytes + RESERVE)}; make room there`,
  );
}
