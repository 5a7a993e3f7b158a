import type * as pulumi from "@pulumi/pulumi";
import { script } from "../../host/script.ts";
import { readTemplate, renderTemplate } from "../../host/template.ts";
import { type HbaRule, sameNetwork } from "./hba.ts";
import { settingLines } from "./setting.ts";
import { serverSettings } from "./settings.ts";

/** How the server archives its write-ahead log by pgBackRest. */
export interface ServerArchive {
  /** Name under which pgBackRest knows the cluster, for example `tovplay`. */
  stanza: string;
  /** `/etc/pgbackrest/pgbackrest.conf`, and what it names: content by absolute path, readable by the server only. */
  files: Record<string, pulumi.Input<string>>;
  /** Volume of the repository, mounted at `/var/lib/pgbackrest`. Default: the configuration names another host. */
  repository?: pulumi.Input<string>;
}

/** What decides about the files of a server. */
export interface ServerFilesArgs {
  /** Name of the application's database, case-sensitive. */
  database: string;
  /** Server connections, the superuser's included. */
  maxConnections: number;
  /** Limit of memory in MiB. */
  memory: number;
  /** Certificate for the server's name, and its key (secret), both in PEM form. Default: no TLS. */
  tls?: { certificate: pulumi.Input<string>; key: pulumi.Input<string> };
  /** Who may log in from where; needs `tls` for another host. Default: every role, from the container's own networks only. */
  clients?: HbaRule[];
  /** Where the write-ahead log is archived. Default: nowhere. */
  archive?: ServerArchive;
  /** Name of the standby that has to have a commit on its disk before the client is told. Default: none is waited for. */
  synchronousStandby?: string;
}

/**
 * Configuration of the server but for `pg_hba.conf`, what it proves itself with to other hosts, and how it is started.
 * @throws when clients are let in over TLS without a certificate
 */
export function serverFiles(args: ServerFilesArgs): Record<string, pulumi.Input<string>> {
  const { database, tls, clients = sameNetwork, archive } = args;
  if (!tls && clients.some((client) => client.tls)) {
    throw new Error(`${database} admits clients over TLS but has no certificate: set tls`);
  }
  const settings = serverSettings({ ...args, tls: tls !== undefined }).map(settingLines);
  return {
    "/etc/postgresql/start.sh": script("database/start-postgres"),
    "/etc/postgresql/postgresql.conf": renderTemplate("postgresql/postgresql.conf", { settings }),
    "/etc/postgresql/pg_ident.conf": readTemplate("postgresql/pg_ident.conf"),
    ...(tls ? { "/etc/postgresql/server.crt": tls.certificate, "/etc/postgresql/server.key": tls.key } : {}),
    ...archive?.files,
  };
}
