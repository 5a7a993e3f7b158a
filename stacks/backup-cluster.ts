import type * as pulumi from "@pulumi/pulumi";
import { Network } from "../infra/network.ts";
import { Password } from "../infra/password.ts";
import type { RemoteHost } from "../infra/remote-host.ts";
import { Volume } from "../infra/volume.ts";

/** What one environment's backups are built from. */
export interface BackupClusterArgs {
  name: "production" | "staging";
  /** Stands before the names of the resources. */
  hostName: string;
  host: RemoteHost;
}

/** The repository of one environment, and where its write-ahead log arrives: kept whatever becomes of the containers. */
export interface BackupCluster {
  /** Name of the backups in every repository. */
  stanza: string;
  repository: pulumi.Output<string>;
  wal: pulumi.Output<string>;
  network: pulumi.Output<string>;
  /** Passphrases of the repositories by number, so that whoever has one store's reads nothing of the other; secret. */
  ciphers: pulumi.Output<string>[];
}

/** Volumes, network and passphrases of one environment's backups. */
export function backupCluster({ name, hostName, host }: BackupClusterArgs): BackupCluster {
  const { context } = host;
  const suffix = name === "production" ? "" : `-${name}`;
  const at = (thing: string) => `${hostName}/${thing}${suffix}`;
  const kept = (thing: string) => new Volume(at(thing), { context, protect: true }).volumeName;
  return {
    stanza: `tovplay${suffix}`,
    repository: kept("tovplay-backup-repository"),
    wal: kept("tovplay-wal-receiver-data"),
    network: new Network(at("tovplay-backup"), { context }).networkName,
    ciphers: [1, 2].map((number) => new Password(`${hostName}/${name}/repository-${number}`).value),
  };
}
