import * as pulumi from "@pulumi/pulumi";
import { type BackupRepository, pgBackRestPort } from "../infra/backup/pgbackrest.ts";
import { PgBackRestServer } from "../infra/backup/pgbackrest-server.ts";
import { BackupService, backupServicePort } from "../infra/backup/service.ts";
import { WalReceiver, walReceiver } from "../infra/backup/wal-receiver.ts";
import { Network } from "../infra/container/network.ts";
import { Volume } from "../infra/container/volume.ts";
import { Password } from "../infra/database/password.ts";
import { backupEnvironments } from "./backup-environments.ts";
import type { BackupStore } from "./backup-store.ts";
import { databaseName } from "./database-name.ts";
import { deployedCluster } from "./database-reference.ts";
import type { Host, HostImage } from "./host.ts";
import type { BackupSettings } from "./settings/backup.ts";
import type { Environment } from "./settings/environment.ts";

/** What one environment's backups are built from. */
export interface BackupClusterArgs {
  environment: Environment<BackupSettings>;
  name: "production" | "staging";
  host: Host;
  images: Record<"postgres" | "backup", HostImage>;
  store: BackupStore | undefined;
  /** Stack of the database host. */
  databaseStack: pulumi.StackReference;
}

/** Everything that keeps one environment's backups: it outlives the database host. */
export function backupCluster(args: BackupClusterArgs) {
  const { environment, name, host, images } = args;
  const { settings } = environment;
  const { context } = host;
  const at = (thing: string) => host.at(name === "production" ? thing : `${thing}-${name}`);
  const volume = (thing: string, protect: boolean) => new Volume(at(thing), { context, protect }).volumeName;
  const { stanza, port } = backupEnvironments[name];
  const database = deployedCluster({
    stack: settings.databaseStack,
    cluster: name,
    reference: args.databaseStack,
  });
  const { kinds, repositories, ciphers } = repositoriesOf(args);
  const repository = volume("tovplay-backup-repository", true);
  const receivedWal = volume("tovplay-wal-receiver-data", true);
  const addresses = database.addresses.apply((known) => ({ ...known, ...args.store?.addresses }));
  const certificate = {
    authority: settings.tlsAuthority,
    certificate: settings.tlsCertificate,
    key: pulumi.secret(settings.tlsKey),
  };
  const storeAuthority = args.store?.authority ? { storeAuthority: args.store.authority } : {};
  const common = {
    context,
    addresses,
    networks: [new Network(at("tovplay-backup"), { context }).networkName],
  };
  const postgres = { ...common, ...images.postgres };
  const kept = { stanza, database: databaseName };
  const { password } = database.login("tovplay_backup");

  const server = new PgBackRestServer(at("tovplay-pgbackrest"), {
    ...postgres,
    memory: 128,
    servers: [kept],
    repositories,
    repository,
    certificate,
    ...storeAuthority,
    // What the database host proves itself as.
    clients: { [settings.databaseHost.name]: [stanza] },
    ports: [{ inside: pgBackRestPort, outside: port, address: "0.0.0.0", public: true }],
  });
  const receiver = new WalReceiver(at("tovplay-wal-receiver"), {
    ...postgres,
    memory: 64,
    databaseHost: database.name,
    databasePort: database.port,
    password,
    data: receivedWal,
    authority: settings.tlsAuthority,
    synchronous: settings.clusters[name].synchronous,
  });
  const service = new BackupService(at("tovplay-backup"), {
    ...common,
    ...kept,
    image: images.backup.image,
    after: [...images.backup.after, server, receiver],
    memory: settings.clusters[name].memory,
    place: {
      kind: "host",
      host: settings.databaseHost.name,
      pgBackRestPort: port,
      databasePort: settings.clusters[name].databasePort,
      password,
      authority: settings.tlsAuthority,
    },
    systemIdentifier: database.systemIdentifier,
    repositories,
    kinds,
    repository,
    state: volume("tovplay-backup-state", true),
    restore: volume("tovplay-backup-restore", false),
    receivedWal,
    certificate,
    ...storeAuthority,
    ports: [{ inside: backupServicePort, outside: settings.clusters[name].servicePort }],
  });
  const exports = { receiver: receiver.containerName, service: service.containerName, slot: walReceiver };
  return { stanza, ciphers, ready: [service], exports };
}

/** The repositories as this host reaches them: its own volume, and the store if there is one. Each has a passphrase of its own. */
function repositoriesOf({ name, host, store }: BackupClusterArgs) {
  const kinds: BackupRepository["kind"][] = store ? ["folder", "s3"] : ["folder"];
  // With another passphrase nothing can be read of what was written with this one.
  const ciphers = kinds.map(
    (_, index) => new Password(host.at(`${name}/repository-${index + 1}`), { protect: true }).value,
  );
  const repositories = pulumi.all([pulumi.all(ciphers), store]).apply(([[own = "", far = ""], found]) => {
    const folder: BackupRepository = { kind: "folder", cipher: own };
    if (!found) return [folder];
    const { endpoint, bucket, region, accessKeyId, secretAccessKey, authority } = found;
    const login = { accessKeyId, secretAccessKey };
    const place = { endpoint, bucket, region, ownAuthority: authority !== undefined };
    return [folder, { kind: "s3", cipher: far, ...place, ...login } satisfies BackupRepository];
  });
  return { kinds, ciphers, repositories };
}
