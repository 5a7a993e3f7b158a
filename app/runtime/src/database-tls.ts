import { type ConnectionOptions, checkServerIdentity } from "node:tls";
import type { DatabaseSettings } from "./database-settings.ts";

/** Settings that determine TLS. */
export type TlsSettings = Pick<DatabaseSettings, "DATABASE_HOST" | "DATABASE_TLS_CA_FILE">;

/**
 * TLS options for node-postgres: libpq's `verify-full` when a CA is set, otherwise no TLS. Node compares the certificate
 * with `localhost` when the host is an IP address, so the comparison is done here.
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
