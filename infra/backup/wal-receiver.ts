import * as pulumi from "@pulumi/pulumi";
import { Container } from "../container/container.ts";
import { script } from "../host/script.ts";
import type { ServiceArgs } from "../host/service.ts";
import { pgBackRestUser } from "./pgbackrest-files.ts";

/** Name of the receiver's physical slot, and its application_name: what `synchronous_standby_names` waits for. */
export const walReceiver = "tovplay_wal_receiver";

/** Arguments of {@link WalReceiver}. */
export interface WalReceiverArgs extends ServiceArgs {
  /** Name in the server's certificate, or the server's container. */
  databaseHost: pulumi.Input<string>;
  databasePort: pulumi.Input<number>;
  /** Password of `tovplay_backup`. */
  password: pulumi.Input<string>;
  /** Volume for the log, at `/var/lib/tovplay/wal`. */
  data: pulumi.Input<string>;
  /** Authority, in PEM form, that signed the server's certificate, which has to be for `databaseHost`. Default: no TLS, on one machine. */
  authority?: pulumi.Input<string>;
  /**
   * Write every piece to the disk before it is acknowledged, so that the server may wait for it (`synchronousStandby` there).
   * Default: false, then only complete segments are surely on the disk: the last one survives the server's host, not a loss of power here.
   */
  synchronous?: boolean;
}

/** What the receiver is told; it sets itself the slot that makes the server keep what is missing here. */
function receiverEnvironment(args: WalReceiverArgs): Record<string, pulumi.Input<string>> {
  return {
    RECEIVER: walReceiver,
    SYNCHRONOUS: args.synchronous ? "yes" : "no",
    PGHOST: args.databaseHost,
    PGPORT: pulumi.output(args.databasePort).apply(String),
    PGUSER: "tovplay_backup",
    PGPASSFILE: passwordFile,
    PGAPPNAME: walReceiver,
    PGCONNECT_TIMEOUT: "10",
    // A server that is gone without a word is noticed within half a minute.
    PGOPTIONS: "-c wal_sender_timeout=30s",
    ...(args.authority === undefined
      ? { PGSSLMODE: "disable" }
      : { PGSSLMODE: "verify-full", PGSSLROOTCERT: authorityFile }),
  };
}

const passwordFile = "/run/secrets/pgpass";
const authorityFile = "/etc/tovplay/database-authority.crt";

/** Streams the write-ahead log to where it outlives the server's host: pg_receivewal with a slot of its own. */
export class WalReceiver extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(name: string, args: WalReceiverArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:WalReceiver", name, {}, opts);
    const container = new Container(
      name,
      {
        ...args,
        user: pgBackRestUser,
        command: ["bash", "/etc/tovplay/receive.sh"],
        environment: receiverEnvironment(args),
        files: {
          "/etc/tovplay/receive.sh": script("backup/receive-wal"),
          "/etc/tovplay/receiver-health.sh": script("backup/receiver-health"),
          [passwordFile]: pulumi.secret(pulumi.output(args.password).apply(passwordLine)),
          ...(args.authority === undefined ? {} : { [authorityFile]: args.authority }),
        },
        volumes: { "/var/lib/tovplay/wal": args.data },
        scratch: { "/tmp": 4 },
        health: {
          look: ["stream", pulumi.output(args.databasePort).apply(String)],
          first: ["bash", "/etc/tovplay/receiver-health.sh"],
          startSeconds: 60,
        },
        stopSeconds: 20,
      },
      { parent: this },
    );
    this.containerName = container.containerName;
    this.registerOutputs({ containerName: this.containerName });
  }
}

/** A line of libpq's password file for any server. */
export function passwordLine(password: string): string {
  return `*:*:*:*:${password.replace(/[\\:]/g, "\\$&")}\n`;
}
