import { type PgBackRest, pgBackRest } from "../repository/pgbackrest.ts";

/**
 * Has pgBackRest read every file of a repository, and compares the two copies of what it finds its way by.
 * @returns what is wrong, each a sentence
 */
export async function checkRepository(repository: number, how: PgBackRest): Promise<string[]> {
  const output = await pgBackRest("verify", [`--repo=${repository}`, "--output=text", "--verbose"], how);
  return [...readVerify(output), ...(await compareCopies(repository, how))];
}

/** What `pgbackrest verify` complains about; it ends with 0 in any case. */
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
  if (bad.length === 0 && said !== "status: ok") return [`pgbackrest verify says ${said ?? "nothing"}`];
  return bad;
}

/** pgBackRest takes the copy when a file cannot be read, and then nobody notices until the copy is gone too. */
async function compareCopies(repository: number, how: PgBackRest): Promise<string[]> {
  const files = [`backup/${how.stanza}/backup.info`, `archive/${how.stanza}/archive.info`];
  const problems: string[] = [];
  for (const file of files) {
    const read = (name: string) => pgBackRest("repo-get", [`--repo=${repository}`, name], how);
    const [one, other] = [await read(file), await read(`${file}.copy`)];
    if (one !== other || !one.includes("[backrest]")) problems.push(`${file} and its copy differ`);
  }
  return problems;
}
