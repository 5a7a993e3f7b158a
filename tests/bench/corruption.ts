import { loadavg } from "node:os";
import { execa } from "execa";
import { type BackupStack, makeBackupStack } from "../conformance/backup/stack.ts";
import { until } from "../conformance/testing/until.ts";

/** Ways to damage one file of the repository, `$1`; `$2` is another file in the same folder. */
const damages: Record<string, string> = {
  "a flipped bit": `perl -e 'open my $h, "+<", $ARGV[0] or die; my $at = int(rand(-s $h)); seek $h, $at, 0; read $h, my $b, 1;
    seek $h, $at, 0; print $h chr(ord($b) ^ (1 << int(rand 8)))' "$1"`,
  "a page of zeros": `dd if=/dev/zero of="$1" bs=512 count=1 conv=notrunc seek=$(($(stat -c %s "$1") / 1024)) 2>/dev/null`,
  "cut off in the middle": `truncate -s $(($(stat -c %s "$1") / 2)) "$1"`,
  emptied: `: >"$1"`,
  removed: `rm "$1"`,
  "another file's content": `cp "$2" "$1"`,
};

const keep = "/var/lib/tovplay/restore/kept";

/** A damaged file, and the error that the verification reported. */
interface Case {
  damage: string;
  file: string;
  error: string | null;
}

/**
 * Damages randomly chosen files of a repository, one at a time, and has the backup service verify it each time; finally damages
 * the live cluster itself: a page of a table, and an index that lacks rows. Reports what the verification does not notice.
 */
export async function corruption(trials = 24): Promise<string[]> {
  const stack = await makeBackupStack();
  try {
    await stack.startService();
    const done = `SELECT count(*) FROM "BackupLog" WHERE kind = 'verify' AND success`;
    const first = async () => {
      if ((await stack.sql(done)) === "0") throw new Error("not yet");
    };
    await until("the first verification", first, 300);
    const cases: Case[] = [];
    for (let trial = 0; trial < trials; trial++) cases.push(await damaged(stack, trial));
    const repaired = await verdict(stack);
    cases.push(...(await liveDamage(stack)));
    return report(cases, repaired);
  } finally {
    await stack.remove();
  }
}

async function damaged(stack: BackupStack, trial: number): Promise<Case> {
  const names = Object.keys(damages);
  const damage = names[trial % names.length] ?? "";
  // Only files that a restore may need: nothing reads the history of manifests, or that of backups in the WAL archive.
  const list = "find backup archive -type f ! -path '*/backup.history/*' ! -name '*.backup' ! -name '*.lock'";
  const file = (await stack.shell(`cd /var/lib/pgbackrest; ${list} | shuf -n 1`)).trim();
  // Not its own copy: that would not damage it.
  const other = `$(find "$(dirname "${file}")" -type f ! -exec cmp -s "${file}" {} \\; -print | shuf -n 1)`;
  await stack.shell(`cd /var/lib/pgbackrest; mkdir -p ${keep}; cp -a "${file}" ${keep}/file
    other=${other}; set -- "${file}" "\${other:-/etc/hostname}"\n${damages[damage]}`);
  const error = await verdict(stack);
  await stack.shell(`cp -a ${keep}/file "/var/lib/pgbackrest/${file}"; rm -r ${keep}`);
  return { damage, file, error };
}

/** Damage that is in the live cluster, and so in every backup made after it. */
async function liveDamage(stack: BackupStack): Promise<Case[]> {
  await stack.sql(`SET session_replication_role = replica;
    UPDATE pg_index SET indisready = false WHERE indexrelid = '"Game_name_key"'::regclass;`);
  await stack.sql(
    `INSERT INTO "Game" (name, max_players) SELECT 'unseen ' || n, 4 FROM generate_series(1, 20) n;`,
  );
  await stack.sql(`UPDATE pg_index SET indisready = true WHERE indexrelid = '"Game_name_key"'::regclass;`);
  const index = { damage: "an index that lacks rows", file: "live cluster", error: await verdict(stack) };
  await stack.sql(`REINDEX TABLE "Game"; CHECKPOINT`);
  const path = await stack.sql(`SELECT pg_relation_filepath('"User"')`);
  const flip = `open my $h, "+<", $ARGV[0] or die; seek $h, 4000, 0; print $h "damage"`;
  const target = `/var/lib/postgresql/data/live/${path}`;
  await execa("docker", ["exec", "--user", "999:999", stack.server, "perl", "-e", flip, target]);
  const { code, result } = await stack.command("backup", "--kind", "full", "--json");
  const said = result?.runs?.map(({ error }) => error).find((error) => error !== null) ?? null;
  return [index, { damage: "a page of a table", file: "live cluster", error: code === 0 ? null : said }];
}

/** The error that the verification reports; null when it finds none. */
async function verdict(stack: BackupStack): Promise<string | null> {
  const { code, result, progress } = await stack.command("verify", "--json");
  if (code === 0) return null;
  return result?.runs?.[0]?.error ?? progress.split("\n").at(-1) ?? "it failed";
}

function report(cases: Case[], repaired: string | null): string[] {
  const missed = cases.filter(({ error }) => error === null);
  return [
    `corruption: ${cases.length} cases, ${cases.length - missed.length} noticed, ${missed.length} not (load average ${loadavg()[0]?.toFixed(1)})`,
    `  after the repair: ${repaired ?? "verified"}`,
    ...cases.map(
      ({ damage, file, error }) => `  ${damage}: ${file}: ${error?.slice(0, 140) ?? "NOT NOTICED"}`,
    ),
  ];
}
