#!/bin/bash
# Initialises the cluster once, then runs the server. PG_VERSION appears in $PGDATA as the last step,
# so an interrupted initialisation is never mistaken for a finished one, and a finished cluster is never changed.
set -euo pipefail

say() { printf 'docker-entrypoint: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# NAME or the content of the file that NAME_FILE names; both at once is a mistake.
setting() {
  local name=$1 file_name="${1}_FILE"
  [[ -z ${!name:-} || -z ${!file_name:-} ]] || die "set $name or $file_name, not both"
  if [[ -n ${!file_name:-} ]]; then cat -- "${!file_name}"; else printf '%s' "${!name:-${2:-}}"; fi
}

# Runs the remaining arguments as the postgres user when started by root.
become_postgres() {
  [[ $(id -u) = 0 ]] || return 0
  mkdir -p "$PGDATA" /var/run/postgresql
  find "$PGDATA" \! -user postgres -exec chown postgres: '{}' +
  chown postgres: /var/run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
}

run_initdb() {
  local password=$1
  # Word splitting is the interface: POSTGRES_INITDB_ARGS is a list of options.
  # shellcheck disable=SC2086
  if [[ -n $password ]]; then
    initdb --pgdata="$stage" --username="$user" --pwfile=<(printf '%s\n' "$password") ${POSTGRES_INITDB_ARGS:-}
  else
    initdb --pgdata="$stage" --username="$user" ${POSTGRES_INITDB_ARGS:-}
  fi
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >> "$stage/pg_hba.conf"
}

sql() { psql --set=ON_ERROR_STOP=1 --no-psqlrc --no-password --username="$user" --quiet "$@"; }

# The caller's own options hold here too, so that a script may create an extension that must be preloaded.
start_for_setup() {
  postgres "$@" -D "$stage" -c listen_addresses='' -c unix_socket_directories=/var/run/postgresql &
  server=$!
  until pg_isready --quiet --host=/var/run/postgresql --dbname=postgres --username="$user"; do
    kill -0 "$server" 2>/dev/null || die 'the server stopped while the cluster was being made; its lines above say why'
    sleep 0.1
  done
}

stop_setup() {
  [[ -n ${server:-} ]] || return 0
  kill -INT "$server" 2>/dev/null || true
  wait "$server" || true
  server=
}

# Scripts see the names that they see in the official image; those not executable are sourced, as there.
run_scripts() {
  local script
  for script in /docker-entrypoint-initdb.d/*; do
    case $script in
      *.sh) say "running $script"; if [[ -x $script ]]; then "$script"; else
        # shellcheck disable=SC1090
        . "$script"; fi ;;
      *.sql) say "running $script"; sql --dbname="$database" --file="$script" ;;
      */\*) ;;
      *) say "ignoring $script: only .sh and .sql are run" ;;
    esac
  done
}

# The staged cluster becomes the real one: everything moves, then, durably after it, PG_VERSION.
publish() {
  find "$stage" -mindepth 1 -maxdepth 1 \! -name PG_VERSION -exec mv --target-directory="$PGDATA" -- '{}' +
  sync -f "$PGDATA"
  mv -- "$stage/PG_VERSION" "$PGDATA/PG_VERSION"
  sync -f "$PGDATA"
}

make_cluster() {
  local password
  password=$(setting POSTGRES_PASSWORD)
  [[ -n $password || ${POSTGRES_HOST_AUTH_METHOD:-} = trust ]] ||
    die 'no password for the superuser: set POSTGRES_PASSWORD_FILE (or POSTGRES_HOST_AUTH_METHOD=trust)'
  run_initdb "$password"
  start_for_setup "$@"
  if [[ $database != postgres ]]; then
    sql --dbname=postgres --set=name="$database" <<< 'CREATE DATABASE :"name";'
  fi
  export PGUSER=$user PGDATABASE=$database
  run_scripts
  unset PGUSER PGDATABASE
  stop_setup
  publish
  say 'the cluster is ready'
}

prepare() {
  mkdir -p "$PGDATA"
  chmod 0700 "$PGDATA" 2>/dev/null || true
  stage=$PGDATA/.initializing
  if [[ -s $PGDATA/PG_VERSION ]]; then
    rmdir "$stage" 2>/dev/null || true
    return 0
  fi
  if [[ -d $stage ]]; then
    say 'an earlier initialisation was interrupted; it is discarded and done again'
    find "$PGDATA" -mindepth 1 -maxdepth 1 \! -name .initializing \! -name lost+found -exec rm -rf -- '{}' +
    rm -rf -- "$stage"
  fi
  [[ -z $(find "$PGDATA" -mindepth 1 -maxdepth 1 \! -name lost+found -print -quit) ]] ||
    die "$PGDATA holds files but no cluster (no PG_VERSION): nothing was changed; empty it or mount the right volume"
  mkdir -m 0700 "$stage"
  user=$(setting POSTGRES_USER postgres)
  database=$(setting POSTGRES_DB "$user")
  trap 'stop_setup; exit 130' INT TERM
  make_cluster "$@"
  trap - INT TERM
  rmdir "$stage"
}

[[ ${1:-} != -* ]] || set -- postgres "$@"
[[ ${1:-} = postgres ]] || exec "$@"
become_postgres "$@"
prepare "${@:2}"
unset POSTGRES_PASSWORD POSTGRES_PASSWORD_FILE
exec "$@"
