import { loadavg } from "node:os";
import { execa } from "execa";
import { makeBackupStack } from "../conformance/backup/stack.ts";
import { median } from "./timing.ts";

const root = "/var/lib/postgresql/data";

/** Shell functions for the server's container. `$1` of ready: folder of the cluster. */
const prelude = `set -eu
cd /tmp
# Starts the cluster and waits until recovery has ended and it accepts writes.
ready() {
  pg_ctl --pgdata="$1" --silent --wait --timeout=3600 --log=/tmp/bench.log --options="-c config_file=/tmp/bench.conf \\
    -c data_directory=$1 -c port=5999 -c unix_socket_directories=/tmp" start || { tail -20 /tmp/bench.log >&2; return 1; }
  until [ "$(psql -X -A -t -h /tmp -p 5999 -U postgres -d postgres -c 'SELECT pg_is_in_recovery()')" = f ]; do sleep 0.1; done
}
gone() { pg_ctl --pgdata="$1" --silent --wait --mode=immediate stop; rm -rf "$1"; }
`;

const conf = `shared_buffers=128MB
max_wal_size=512MB
maintenance_work_mem=32MB
hba_file='/tmp/bench-hba.conf'
listen_addresses=''
max_connections=60
max_wal_senders=6
archive_mode=off
`;

/** The three ways to restore, each from the same file system; all end with a server that accepts writes. */
const ways = {
  "plain copy of the files": `cp -a ${root}/plain ${root}/bench; sync -f ${root}/bench; ready ${root}/bench; gone ${root}/bench`,
  "pgBackRest restore and recovery": `pgbackrest --stanza=tovplay --log-level-console=error --process-max=2 --pg1-path=${root}/bench restore
    ready ${root}/bench; gone ${root}/bench`,
  "pg_restore -j2 of a dump": `initdb --username=postgres --auth=trust --pgdata=${root}/bench >/dev/null; ready ${root}/bench
    psql -X -q -h /tmp -p 5999 -U postgres -d postgres -c 'CREATE DATABASE bench'
    pg_restore --jobs=2 --no-owner --no-acl -h /tmp -p 5999 -U postgres -d bench ${root}/bench.dump; gone ${root}/bench`,
};

/**
 * Time until a cluster with pgbench's tables accepts writes again, by pgBackRest, by pg_restore and by a plain copy, in turn.
 * @param gigabytes size of the data; 10 GB need 45 GB of free disk space
 */
export async function restoreTime(gigabytes = 1, runs = 2): Promise<string[]> {
  await enoughDisk(gigabytes);
  const stack = await makeBackupStack();
  const shell = async (script: string) => {
    const command = ["exec", "--user", "999:999", stack.server, "sh", "-c", prelude + script];
    return (await execa("docker", command)).stdout;
  };
  try {
    const size = await prepare(shell, gigabytes);
    const times = new Map<string, number[]>(Object.keys(ways).map((way) => [way, []]));
    for (let run = 0; run < runs; run++) {
      for (const [way, script] of Object.entries(ways)) {
        const start = performance.now();
        await shell(script);
        times.get(way)?.push((performance.now() - start) / 1000);
      }
    }
    return report(size, times);
  } finally {
    await stack.remove();
  }
}

async function enoughDisk(gigabytes: number): Promise<void> {
  const { stdout } = await execa("df", ["--output=avail", "--block-size=1G", "/var/lib/docker"]);
  const free = Number(stdout.split("\n").at(-1));
  const needed = Math.ceil(gigabytes * 4.5);
  if (!(free >= needed))
    throw new Error(
      `${gigabytes} GB of data need ${needed} GB of free disk space, but only ${free} GB are free`,
    );
}

/** Fills the database, backs it up, dumps it and copies its files; returns its size. */
async function prepare(shell: (script: string) => Promise<string>, gigabytes: number): Promise<string> {
  const scale = Math.round(gigabytes * 67);
  const local = "-h /var/run/postgresql -U postgres";
  await shell(`cat >/tmp/bench.conf <<'END'
${conf}END
    echo 'local all all trust' >/tmp/bench-hba.conf
    PGOPTIONS="-c event_triggers=off -c statement_timeout=0" pgbench -i -I dtGvp -s ${scale} -q ${local} TovPlay >/tmp/bench.log 2>&1 || { cat /tmp/bench.log >&2; exit 1; }
    psql -X -q ${local} -d postgres -c CHECKPOINT
    pgbackrest --stanza=tovplay --log-level-console=error stanza-create || true
    pgbackrest --stanza=tovplay --log-level-console=error --process-max=2 --type=full --start-fast backup
    pg_dump ${local} --format=custom --table='pgbench_*' --file=${root}/bench.dump TovPlay`);
  const size = await shell(`du -sm ${root}/live/base | cut -f1`);
  // The source of the plain copy is a cluster restored once more from the backup and then shut down.
  await shell(`pgbackrest --stanza=tovplay --log-level-console=error --process-max=2 --pg1-path=${root}/plain restore
    ready ${root}/plain; pg_ctl --pgdata=${root}/plain --silent --wait --mode=fast stop`);
  return size;
}

function report(size: string, times: Map<string, number[]>): string[] {
  const plain = median(times.get("plain copy of the files") ?? []);
  return [
    `restoring ${size} MB of data files (load average ${loadavg()[0]?.toFixed(1)})`,
    ...[...times].map(([way, seconds]) => {
      const all = seconds.map((value) => value.toFixed(1)).join(", ");
      return `  ${way.padEnd(32)} ${all} s   ratio to the plain copy ${(median(seconds) / plain).toFixed(2)}`;
    }),
  ];
}
