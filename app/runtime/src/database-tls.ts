import { type ConnectionOptions, checkServerIdentity } from "node:tls";
import type { DatabaseSettings } from "./database-settings.ts";

/** What decides about TLS. */
export type TlsSettings = Pick<DatabaseSettings, "DATABASE_HOST" | "DATABASE_TLS_CA_FILE">;

/**
 * TLS as node-postgres takes it: libpq's `verify-full` when an authority is set, none otherwise. Node compares the certificate
 * with `localhost` when the host is an address, so the comparison is made here.
 */
export function databaseTls({ DATABASE_HOST: host, DATABASE_TLS_CA_FILE: ca }: TlsSettings) {
  if (ca === undefined) return false;
  const options: ConnectionOptions = {
    ca,
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate),
  };
  return options;
}
