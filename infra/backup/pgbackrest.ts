import { renderTemplate } from "../host/template.ts";

/** Where a repository of backups is. `cipher` is the passphrase of its encryption (aes-256-cbc), secret. */
export type BackupRepository =
  /** The folder `/var/lib/pgbackrest` of this container. */
  | { kind: "folder"; cipher: string }
  /** What another host's pgBackRest has as its repository of the same number; that host alone knows the passphrase. */
  | { kind: "host"; host: string; port: number }
  | ({ kind: "s3"; cipher: string } & ObjectStore);

/** A bucket of S3, or of a store that speaks the same. */
export interface ObjectStore {
  /** Host name, for example `s3.eu-central-1.amazonaws.com`. */
  endpoint: string;
  /** Default: 443. */
  port?: number;
  bucket: string;
  region: string;
  /** Identity of a writer that cannot delete a version, nor shorten its lock. Secret. */
  accessKeyId: string;
  secretAccessKey: string;
  /** The store's certificate is signed by the authority in {@link storeAuthorityFile}. Default: by one that the system knows. */
  ownAuthority?: boolean;
}

/** A server whose backups are made. */
export interface BackedUpServer {
  /** Name of the backups of one cluster in every repository: `tovplay`. */
  stanza: string;
  /** Database that pgBackRest connects to, as `tovplay_backup`. */
  database: string;
  /** The host it runs on, which a TLS server of pgBackRest answers for. Default: this machine, by volumes. */
  host?: { name: string; port: number };
}

/** A TLS server of pgBackRest, and whom it lets in. */
export interface TlsServer {
  port: number;
  /** Stanzas that a host may act for, by the host's name in its certificate. */
  clients: Record<string, string[]>;
}

/** What {@link pgBackRestConfiguration} renders. */
export interface PgBackRestArgs {
  /** Who reads it, for the comment in the first line. */
  side: string;
  logLevel: "warn" | "info";
  servers: BackedUpServer[];
  /** Numbered from 1 in this order, on every side the same. */
  repositories: BackupRepository[];
  tlsServer?: TlsServer;
}

/** Where containers of pgBackRest see their configuration. */
export const configurationFile = "/etc/pgbackrest/pgbackrest.conf";

/** Certificate of this host, for serving and for being a client: its common name is the host's name. */
export const tlsFiles = {
  authority: "/etc/pgbackrest/tls/authority.crt",
  certificate: "/etc/pgbackrest/tls/host.crt",
  key: "/etc/pgbackrest/tls/host.key",
};

/** Authority that signed the certificate of an object store of one's own. */
export const storeAuthorityFile = "/etc/pgbackrest/tls/store-authority.crt";

/** Port on which pgBackRest's TLS server listens. */
export const pgBackRestPort = 8432;

interface Option {
  name: string;
  value: string | number;
}

/**
 * Content of a configuration file of pgBackRest; secret, since it holds passphrases and keys.
 * @throws when there is no repository, or a value cannot stand in such a file
 */
export function pgBackRestConfiguration(args: PgBackRestArgs): string {
  const { side, logLevel, servers, repositories, tlsServer } = args;
  if (repositories.length === 0) throw new Error(`${side} has no backup repository: add one`);
  const values = {
    side,
    logLevel,
    repositories: repositories.map((repository, index) =>
      prefixed(`repo${index + 1}`, repositoryOptions(repository)),
    ),
    stanzas: servers.map((server) => ({
      name: stanzaName(server.stanza),
      options: prefixed("pg1", serverOptions(server)),
    })),
    tls: tlsServer ? tlsServerOptions(tlsServer) : [],
  };
  checkValues([...values.repositories.flat(), ...values.stanzas.flatMap(({ options }) => options)]);
  return renderTemplate("pgbackrest/pgbackrest.conf", values);
}

/** More than pgBackRest would ever reach by itself: retention is decided by the backup service, and in S3 by the bucket. */
const kept = 9_999_999;

function repositoryOptions(repository: BackupRepository): Record<string, string | number> {
  const layout = { "retention-full": kept, bundle: "y", block: "y" };
  switch (repository.kind) {
    case "folder":
      return { path: "/var/lib/pgbackrest", ...layout, ...cipherOptions(repository.cipher) };
    case "host":
      return { ...hostOptions(repository.host, repository.port), ...layout };
    case "s3":
      return { ...storeOptions(repository), ...layout, ...cipherOptions(repository.cipher) };
  }
}

function cipherOptions(cipher: string) {
  return { "cipher-type": "aes-256-cbc", "cipher-pass": cipher };
}

function storeOptions(store: ObjectStore): Record<string, string | number> {
  return {
    type: "s3",
    path: "/pgbackrest",
    "s3-endpoint": store.endpoint,
    ...(store.port ? { "storage-port": store.port } : {}),
    "s3-bucket": store.bucket,
    "s3-region": store.region,
    // Host style would need a certificate for every bucket's name.
    "s3-uri-style": "path",
    "s3-key": store.accessKeyId,
    "s3-key-secret": store.secretAccessKey,
    ...(store.ownAuthority ? { "storage-ca-file": storeAuthorityFile } : {}),
  };
}

/** How to reach the pgBackRest of another host: both sides prove their names. */
function hostOptions(name: string, port: number) {
  return {
    host: name,
    "host-type": "tls",
    "host-port": port,
    "host-ca-file": tlsFiles.authority,
    "host-cert-file": tlsFiles.certificate,
    "host-key-file": tlsFiles.key,
  };
}

function serverOptions({ database, host }: BackedUpServer): Record<string, string | number> {
  return {
    path: "/var/lib/postgresql/data/live",
    "socket-path": "/var/run/postgresql",
    user: "tovplay_backup",
    database,
    ...(host ? hostOptions(host.name, host.port) : {}),
  };
}

function tlsServerOptions({ port, clients }: TlsServer): Option[] {
  return [
    { name: "tls-server-address", value: "*" },
    { name: "tls-server-port", value: port },
    { name: "tls-server-ca-file", value: tlsFiles.authority },
    { name: "tls-server-cert-file", value: tlsFiles.certificate },
    { name: "tls-server-key-file", value: tlsFiles.key },
    ...Object.entries(clients).map(([client, stanzas]) => {
      if (!/^[a-z0-9.-]+$/.test(client))
        throw new Error(`${client} is not a valid host name: write it in lowercase`);
      return { name: "tls-server-auth", value: `${client}=${stanzas.map(stanzaName).join(",")}` };
    }),
  ];
}

function prefixed(prefix: string, options: Record<string, string | number>): Option[] {
  return Object.entries(options).map(([name, value]) => ({ name: `${prefix}-${name}`, value }));
}

/** @returns the name itself @throws when pgBackRest would take it for something else */
function stanzaName(stanza: string): string {
  if (/^[a-z][a-z0-9-]{0,62}$/.test(stanza) && stanza !== "global") return stanza;
  throw new Error(`${stanza} is not a valid stanza name: use lowercase letters, digits and hyphens`);
}

/** A line end would begin an option of its own, and a space at either end would be lost. */
function checkValues(options: Option[]): void {
  for (const { name, value } of options) {
    if (!/^[\x21-\x7e]+$/.test(String(value)))
      throw new Error(`${name} cannot be written to the configuration: use printable ASCII without spaces`);
  }
}
