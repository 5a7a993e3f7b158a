import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { inState } from "../../../paths.ts";
import { Failure } from "../../terminal/exit.ts";
import { data, liveFolder, receivedFolder } from "../cluster.ts";

/** Replication slot of the receiver. */
export const slotName = "tovplay_wal_receiver";

/** The stacks' PostgreSQL image. @throws {Failure} when it is not built yet */
export function postgresImage(): string {
  const file = inState("images.json");
  if (!existsSync(file)) throw new Failure("missing", "the images are not built yet; run './tovrun setup'");
  return z.object({ postgres: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).postgres;
}

function pgBackRest(passphrase: string): string {
  return `[global]
repo1-path=/var/lib/pgbackrest
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=${passphrase}
repo1-bundle=y
repo1-retention-full=2
compress-type=zst
archive-async=y
spool-path=/var/spool/pgbackrest
log-level-file=off
log-level-console=warn
start-fast=y

[tovplay]
pg1-path=${liveFolder}
`;
}

/** The stacks' settings for recovery, with the memory of a small server. */
function serverSettings(synchronous: boolean): string {
  return `listen_addresses = '*'
hba_file = '/etc/postgresql/pg_hba.conf'
unix_socket_directories = '/var/run/postgresql'
shared_buffers = '64MB'
max_wal_size = '512MB'
wal_level = 'replica'
archive_mode = on
archive_command = 'pgbackrest --stanza=tovplay archive-push %p'
archive_timeout = '60s'
max_slot_wal_keep_size = '2GB'
synchronous_standby_names = '${synchronous ? slotName : ""}'
shared_preload_libraries = 'pgaudit'
pgaudit.log = 'ddl, role, misc_set'
logging_collector = on
log_destination = 'jsonlog'
log_directory = '/var/log/postgresql'
log_filename = 'postgresql-%H.log'
log_statement = 'ddl'
log_timezone = 'UTC'
timezone = 'UTC'
`;
}

/** A script that writes the settings and creates an empty cluster. */
export function layout(passphrase: string, synchronous: boolean): string {
  return `set -eu
cat > /c/pgbackrest/pgbackrest.conf <<'EOF'
${pgBackRest(passphrase)}EOF
cat > /c/postgresql/postgresql.conf <<'EOF'
${serverSettings(synchronous)}EOF
cat > /c/postgresql/pg_hba.conf <<'EOF'
local all postgres peer
host all,replication all samenet trust
EOF
chown -R 999:999 /c ${data} ${receivedFolder} /var/lib/pgbackrest /var/run/postgresql /var/log/postgresql
chmod 0400 /c/*/*
setpriv --reuid=999 --regid=999 --clear-groups initdb --pgdata=${liveFolder} --username=postgres --data-checksums --auth=peer --no-sync > /dev/null
`;
}
