import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../testing/until.ts";
import { type BackupStack, errorsOf, makeBackupStack, runsOf } from "./stack.ts";

let stack: BackupStack;

beforeAll(async () => {
  // Small enough to fill quickly.
  stack = await makeBackupStack({ limits: { repository: 200 } });
  await stack.startService();
}, 300_000);

afterAll(() => stack?.remove());

const runs = (...args: string[]) => runsOf(stack, ...args);

test("the service begins with a full backup, restores it, and records each step", async () => {
  await until("the first verification is written down", async () => {
    const rows = await stack.sql(`SELECT kind, success, error FROM "BackupLog" ORDER BY started_at`);
    expect(rows.split("\n")).toEqual(["check|t|", "full|t|", "verify|t|", "expire|t|"]);
  });
}, 300_000);

test("an incremental backup contains the rows written since the full one", async () => {
  await stack.sql(`INSERT INTO "Game" (name, max_players) VALUES ('written since', 2)`);
  const all = await runs("backup", "--kind", "incr");
  expect(errorsOf(all)).toEqual([null, null, null]);
  expect(all[0]?.label).toMatch(/^\d{8}-\d{6}F_\d{8}-\d{6}I$/);
  expect(all[1]?.detail).toMatchObject({ movedTables: 0, acknowledgedLsn: all[1]?.detail.restoredLsn });
  const listed = await stack.command("list", "--json");
  expect(listed.result?.backups?.map(({ type }) => type)).toEqual(["full", "incr"]);
});

test("a commit that waits for a receiver does not make a verification fail", async () => {
  // As ALTER SYSTEM would, which the server does not allow.
  await stack.onData(`echo "synchronous_standby_names = 'nobody'" >>live/postgresql.auto.conf`);
  await stack.sql("SELECT pg_reload_conf()");
  const insertion = stack.sql(`INSERT INTO "Game" (name, max_players) VALUES ('not seen yet', 2)`);
  const sessions = "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND";
  const waits = () => stack.sql(`${sessions} wait_event = 'SyncRep'`);
  await until("the commit waits", async () => expect(await waits()).toBe("1"));
  const verification = runs("verify");
  const settles = () => stack.sql(`${sessions} query LIKE '%pg_snapshot_xmin%'`);
  await until("the moment is taken", async () => expect(await settles()).toBe("1"));
  await stack.onData("sed -i '/synchronous_standby_names/d' live/postgresql.auto.conf");
  await stack.sql("SELECT pg_reload_conf()");
  await insertion;
  expect(errorsOf(await verification)).toEqual([null]);
});

test("a command refuses wrong arguments in one line", async () => {
  const misused = await stack.command("backup", "--kind", "half");
  expect([misused.code, misused.progress]).toEqual([2, expect.stringMatching(/^usage: /)]);
  const unknown = await stack.command("verify", "--repository", "2");
  expect([unknown.code, unknown.progress]).toEqual([1, "there is no repository 2: choose from 1"]);
});

const cases: [string, string, RegExp][] = [
  ["a flipped byte in a backup", 'flip "$full/bundle/1"', /checksum invalid: 1/],
  ["a flipped byte in a segment of the log", 'flip "$(segment 2)"', /(checksum invalid|other): 1/],
  ["a missing segment", 'remove "$(segment 3)"', /^the archived WAL lacks [0-9A-F]{24}$/],
  ["two swapped segments", 'swap "$(segment 2)" "$(segment 3)"', /checksum invalid: 2/],
  ["a truncated list of backups", "cut_off backup/tovplay/backup.info", /./],
  ["a truncated manifest", 'cut_off "$last/backup.manifest"', /backup\.manifest or its copy cannot be read/],
  ["a missing backup", 'remove "$full"', /backup\.manifest or its copy cannot be read/],
];

test.each(cases)(
  "a verification detects %s",
  async (_what, damage, error) => {
    await stack.shell(`cd /var/lib/pgbackrest; ${tools}\n${damage}`);
    const { code, result } = await stack.command("verify", "--json");
    await stack.shell(
      "cp -a /var/lib/tovplay/restore/kept/. /var/lib/pgbackrest; rm -r /var/lib/tovplay/restore/kept",
    );
    expect(code).toBe(1);
    expect(result?.runs?.[0]?.error).toMatch(error);
  },
  120_000,
);

/** Shell functions that damage files of the repository, after putting each aside. */
const tools = `
keep() { mkdir -p /var/lib/tovplay/restore/kept; cp -a --parents "$@" /var/lib/tovplay/restore/kept; }
flip() { keep "$1"; perl -e 'open my $h, "+<", $ARGV[0] or die; my $at = int((-s $h) / 2);
  seek $h, $at, 0; read $h, my $b, 1; seek $h, $at, 0; print $h chr(ord($b) ^ 1)' "$1"; }
remove() { keep "$@"; rm -r "$@"; }
swap() { keep "$@"; mv "$1" aside; mv "$2" "$1"; mv aside "$2"; }
cut_off() { keep "$@"; truncate -s 1000 "$@"; }
segment() { find archive -name '*.zst' | sort | tail -n "$1" | head -n 1; }
full=$(ls -d backup/tovplay/*F | head -n 1)
last=$(ls -d backup/tovplay/2* | tail -n 1)`;

test("a verification succeeds again once all damage is repaired", async () => {
  expect(errorsOf(await runs("verify"))).toEqual([null]);
});

test("a killed server, archiver and service recover, lose nothing and pass the next verification", async () => {
  await execa("docker", ["kill", "--signal", "KILL", stack.service]);
  await execa("docker", ["start", stack.service]);
  await stack.sql(
    `INSERT INTO "Game" (name, max_players) VALUES ('before the kill', 2); SELECT pg_switch_wal()`,
  );
  await execa("docker", ["exec", stack.server, "sh", "-c", "pkill -9 pgbackrest || true"]);
  await execa("docker", ["kill", "--signal", "KILL", stack.server]);
  await execa("docker", ["start", stack.server]);
  await stack.serverReady();
  expect(await stack.sql(`SELECT count(*) FROM "Game" WHERE name = 'before the kill'`)).toBe("1");
  await until("the service answers", () => stack.shell("node dist/health.js"));
  expect(errorsOf(await runs("verify"))).toEqual([null]);
}, 300_000);

test("a full repository is reported, loses nothing, and works again once there is space", async () => {
  await stack.shell("head -c 300M /dev/zero > /var/lib/pgbackrest/filler 2>/dev/null || true");
  await stack.sql(`INSERT INTO "Game" (name, max_players) VALUES ('while full', 2); SELECT pg_switch_wal()`);
  await until("the server says that archiving fails", async () => {
    const failed =
      "SELECT last_failed_time > coalesce(last_archived_time, '-infinity') FROM pg_stat_archiver";
    expect(await stack.sql(failed)).toBe("t");
  });
  expect((await stack.command("backup", "--kind", "incr", "--json")).result?.runs?.[0]?.error).toMatch(
    /^repository 1 is full \(\d+ MiB left in .*\), so WAL cannot be archived: free some disk space there$/,
  );
  await stack.shell("rm /var/lib/pgbackrest/filler");
  expect(errorsOf(await runs("backup", "--kind", "incr"))).toEqual([null, null, null]);
}, 300_000);
