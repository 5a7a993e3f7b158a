import { execa } from "execa";
import { until } from "../testing/until.ts";
import type { BackupStack } from "./stack.ts";

/** Runs pgBackRest in the container of a stack's server; returns its output. */
export const pgBackRest = async ({ server }: BackupStack, ...args: string[]): Promise<string> =>
  (await execa("docker", ["exec", server, "pgbackrest", "--stanza=tovplay", ...args])).stdout;

/** Segments of the first time line's first 4 GiB that a repository holds, in order. */
export async function archivedSegments(stack: BackupStack, repository: 1 | 2): Promise<string[]> {
  const folder = "archive/tovplay/17-1/0000000100000000";
  const list = await pgBackRest(stack, `--repo=${repository}`, "repo-ls", folder);
  return list.split("\n").flatMap((line) => /^[0-9A-F]{24}(?=-)/.exec(line)?.[0] ?? []);
}

/** Waits until a repository holds a segment. @throws Error when it takes longer, with the last one that it holds */
export const arrived = (
  stack: BackupStack,
  repository: 1 | 2,
  segment: string,
  seconds: number,
): Promise<void> =>
  until(
    `${segment} is in repository ${repository}`,
    async () => {
      const all = await archivedSegments(stack, repository);
      if (!all.includes(segment)) throw new Error(`the last one there is ${all.at(-1)}`);
    },
    seconds,
  );

/** Writes a row and ends its WAL segment; returns the segment's name. */
export async function endSegment({ sql }: BackupStack): Promise<string> {
  await sql(`INSERT INTO "Game" (name, max_players) VALUES (gen_random_uuid(), 2)`);
  return sql("SELECT pg_walfile_name(pg_switch_wal())");
}
