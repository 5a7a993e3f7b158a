import type * as pulumi from "@pulumi/pulumi";
import { storeAuthorityFile, tlsFiles } from "./pgbackrest.ts";

/** User that pgBackRest runs as everywhere: the one of the cluster's files. */
export const pgBackRestUser = 999;

/** What a host proves its name with, to servers and to clients, all in PEM form. */
export interface HostCertificate {
  /** Authority that signed the certificates of both sides. */
  authority: pulumi.Input<string>;
  /** Its common name is the host's name, and it is good for serving and for being a client. */
  certificate: pulumi.Input<string>;
  /** Secret. */
  key: pulumi.Input<string>;
}

/** Files of a host's certificate, by the paths that pgBackRest's configuration names. */
export function hostCertificateFiles(host?: HostCertificate): Record<string, pulumi.Input<string>> {
  if (!host) return {};
  return {
    [tlsFiles.authority]: host.authority,
    [tlsFiles.certificate]: host.certificate,
    [tlsFiles.key]: host.key,
  };
}

/** File of the authority of an object store of one's own. */
export function storeFiles(authority?: pulumi.Input<string>): Record<string, pulumi.Input<string>> {
  return authority === undefined ? {} : { [storeAuthorityFile]: authority };
}
