import { setTimeout as sleep } from "node:timers/promises";
import { archivedSegments, gapsOf } from "../repository/archive.ts";
import { type Backup, readRepositories } from "../repository/backups.ts";
import { type PgBackRest, PgBackRestError, pgBackRest } from "../repository/pgbackrest.ts";

/**
 * Lets pgBackRest read every file of a repository, and compares the two copies of its catalogue files.
 * @returns what is wrong, one sentence each
 */
export async function checkEveryFile(repository: number, how: PgBackRest): Promise<string[]> {
  const output = await pgBackRest("verify", [`--repo=${repository}`, "--output=text", "--verbose"], how);
  return [...readVerify(output), ...(await compareCopies(repository, how))];
}

/**
 * Checks that the archived WAL has no gap from the backup that covers the whole point-in-time window.
 * @param baseOf the oldest backup from whose start all WAL is kept
 */
export async function checkLog(
  repository: number,
  baseOf: (backups: Backup[]) => Backup | undefined,
  how: PgBackRest,
): Promise<string[]> {
  const info = await pgBackRest("info", [`--repo=${repository}`, "--output=json"], how);
  const { backups, archives } = readRepositories(info);
  const base = baseOf(backups);
  const archive = archives.get(repository);
  if (!base || !archive) return [`repository ${repository} has no backup with its WAL`];
  const from = base.walStart;
  const wanted = (folder: string) => folder >= from.slice(0, 16);
  const findGaps = async () => gapsOf(await archivedSegments(repository, archive.id, wanted, how), from);
  let gaps = await findGaps();
  if (gaps.length > 0) {
    // Two segments are archived at the same time, and the later one may arrive first.
    await sleep(10_000, undefined, how.signal ? { signal: how.signal } : {});
    gaps = await findGaps();
  }
  return gaps.map(
    ({ first, last, count }) =>
      `the archived WAL lacks ${count === 1 ? first : `${count} segments from ${first} to ${last}`}`,
  );
}

/** The errors that `pgbackrest verify` reports; its exit code is always 0. */
export function readVerify(output: string): string[] {
  const lines = output.split("\n").map((line) => line.trim());
  const bad = lines.flatMap((line, index) => {
    const counts = /missing: (\d+), checksum invalid: (\d+), size invalid: (\d+), other: (\d+)/.exec(
      lines[index + 1] ?? "",
    );
    const wrong = counts?.slice(1).some((count) => count !== "0") ?? false;
    const status = /^backup: .*status: (?!valid|in-progress)/.test(line);
    return wrong || status ? [`${line}${counts ? `, ${counts[0]}` : ""}`] : [];
  });
  const said = lines.find((line) => line.startsWith("status: "));
  if (bad.length === 0 && said !== "status: ok") return [`pgbackrest verify reports ${said ?? "no status"}`];
  return bad;
}

/** pgBackRest silently uses the copy when a file cannot be read, so nobody notices until the copy is lost too. */
async function compareCopies(repository: number, how: PgBackRest): Promise<string[]> {
  const info = await pgBackRest("info", [`--repo=${repository}`, "--output=json"], how);
  const files = [
    `backup/${how.stanza}/backup.info`,
    `archive/${how.stanza}/archive.info`,
    ...readRepositories(info).backups.map(({ label }) => `backup/${how.stanza}/${label}/backup.manifest`),
  ];
  const problems: string[] = [];
  for (const file of files) {
    const [one, other] = [
      await contentOf(file, repository, how),
      await contentOf(`${file}.copy`, repository, how),
    ];
    if (one === undefined || other === undefined) problems.push(`${file} or its copy cannot be read`);
    else if (one !== other || !one.includes("[backrest]")) problems.push(`${file} and its copy differ`);
  }
  return problems;
}

/** Content of a file in a repository, or undefined when it is missing or damaged. */
async function contentOf(file: string, repository: number, how: PgBackRest): Promise<string | undefined> {
  try {
    return await pgBackRest("repo-get", [`--repo=${repository}`, file], how);
  } catch (error) {
    if (how.signal?.aborted || !(error instanceof PgBackRestError)) throw error;
    return undefined;
  }
}
