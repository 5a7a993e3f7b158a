import { logSettings } from "./log-settings.ts";
import type { ServerSetting } from "./setting.ts";
import { type ArchiveTarget, walSettings } from "./wal-settings.ts";

/** Every setting that differs from PostgreSQL's default, or that must not differ from it. */
export function serverSettings(args: {
  /** Server connections, the superuser's included. */
  maxConnections: number;
  /** Memory of the server's container in MiB. */
  memory: number;
  /** Whether the server has a certificate. */
  tls: boolean;
  /** Where the write-ahead log is archived. Default: nowhere. */
  archive?: ArchiveTarget | undefined;
  /** Name of the standby that has to have a commit on its disk before the client is told. Default: none is waited for. */
  synchronousStandby?: string | undefined;
}): ServerSetting[] {
  const all = [
    ...connectionSettings(args.maxConnections),
    ...(args.tls ? tlsSettings : []),
    ...guardRails,
    ...memorySettings(args.memory),
    ...timeouts,
    ...walSettings(args.archive, args.synchronousStandby),
    ...logSettings,
  ];
  const twice = all.find(({ name }, index) => all.findIndex((other) => other.name === name) !== index);
  if (twice) throw new Error(`${twice.name} is set twice; leave one of them`);
  return all;
}

function connectionSettings(maxConnections: number): ServerSetting[] {
  return [
    { name: "listen_addresses", value: "*", why: "The container's networks; pg_hba.conf says who may come." },
    { name: "port", value: postgresPort, why: "What clients expect." },
    { name: "max_connections", value: maxConnections, why: "Clients share a few through the pooler." },
    {
      name: "superuser_reserved_connections",
      value: 3,
      why: "Lets an administrator in when all other connections are taken.",
    },
    {
      name: "hba_file",
      value: "/etc/postgresql/hba/pg_hba.conf",
      why: "A folder of the host: access rules change without a restart.",
    },
    { name: "ident_file", value: "/etc/postgresql/pg_ident.conf", why: "Outside the cluster, as all of it." },
    {
      name: "unix_socket_directories",
      value: "/var/run/postgresql",
      why: "The superuser's only way in, and that of pgBackRest.",
    },
    {
      name: "unix_socket_permissions",
      value: "0700",
      why: "Nobody but the server's own user gets as far as the peer check.",
    },
    { name: "password_encryption", value: "scram-sha-256", why: "The only method that pg_hba.conf admits." },
    {
      name: "scram_iterations",
      value: 4096,
      why: "Passwords are random, 238 bits long: more rounds would only slow down logins.",
    },
    { name: "authentication_timeout", value: "15s", why: "Who has not proved itself holds no connection." },
    {
      name: "client_connection_check_interval",
      value: "10s",
      why: "The statement of a client that is gone ends, and lets its locks go.",
    },
    { name: "tcp_keepalives_idle", value: "60s", why: "A session of a host that vanished is noticed," },
    { name: "tcp_keepalives_interval", value: "10s", why: "by six questions" },
    { name: "tcp_keepalives_count", value: 6, why: "without an answer: within two minutes." },
  ];
}

/** Port PostgreSQL listens on in its container. */
export const postgresPort = 5432;

const tlsSettings: ServerSetting[] = [
  { name: "ssl", value: true, why: "Other hosts are let in over TLS only." },
  { name: "ssl_cert_file", value: "/etc/postgresql/server.crt", why: "For the name that clients verify." },
  { name: "ssl_key_file", value: "/etc/postgresql/server.key", why: "Readable by the server alone." },
  { name: "ssl_min_protocol_version", value: "TLSv1.2", why: "Older ones are broken." },
];

const guardRails: ServerSetting[] = [
  {
    name: "allow_alter_system",
    value: false,
    why: "Settings come from here; what SQL writes would survive unseen.",
  },
  {
    name: "shared_preload_libraries",
    value: "pgaudit",
    why: "It records what log_statement misses, in a DO block for example.",
  },
  { name: "fsync", value: true, why: "What was committed is on the disk." },
  { name: "full_page_writes", value: true, why: "A page torn by a loss of power can be repaired." },
  { name: "lc_messages", value: "C", why: "The guardian knows messages by their wording." },
  { name: "timezone", value: "UTC", why: "One time everywhere." },
];

function memorySettings(memory: number): ServerSetting[] {
  return [
    {
      name: "shared_buffers",
      value: `${Math.floor(memory / 4)}MB`,
      why: "A quarter of the container's memory, as the manual advises.",
    },
    { name: "work_mem", value: "4MB", why: "Every sort of every connection may take it." },
    { name: "maintenance_work_mem", value: "32MB", why: "Vacuum and indexes, a few at once." },
    {
      name: "huge_pages",
      value: "off",
      why: "A container is given none; touching one would be a bus error.",
    },
    { name: "jit", value: false, why: "Statements here are short: compiling them costs more than it saves." },
    { name: "temp_file_limit", value: "4GB", why: "One runaway statement does not fill the disk." },
  ];
}

/** Outermost bounds; roles have narrower ones or, for backups and migrations, wider ones. */
const timeouts: ServerSetting[] = [
  { name: "statement_timeout", value: "30s", why: "A runaway statement ends by itself." },
  { name: "idle_session_timeout", value: "5min", why: "A forgotten session ends by itself." },
  { name: "idle_in_transaction_session_timeout", value: "5min", why: "So does one that holds locks." },
];
