import { randomUUID } from "node:crypto";
import { execa } from "execa";
import type { BackupRepository } from "../../../infra/backup/pgbackrest.ts";
import { makeCertificate } from "../testing/scratch-certificate.ts";
import { until } from "../testing/until.ts";
import { type Fault, startS3 } from "./s3-container.ts";

/** The lab's stand-in for S3, over TLS, as a repository of backups on a network of its own. */
export interface SecondRepository {
  network: string;
  repository: BackupRepository;
  /** Authority that signed its certificate, in PEM form. */
  authority: string;
  /** Makes it fail in this way, or work again. */
  fault(kind?: Fault): Promise<void>;
  /** To be called when nothing uses the network any more. */
  stop(): Promise<void>;
}

/** Starts it. @param program the stand-in, compiled */
export async function startSecondRepository(program: string): Promise<SecondRepository> {
  const network = `scratch-conformance-store-${randomUUID().slice(0, 8)}`;
  const { certificate, key, authority } = await makeCertificate("DNS:store");
  await execa("docker", ["network", "create", network]);
  const store = await startS3(program, {
    port: 443,
    reach: ["--network", network, "--network-alias", "store"],
    files: { "server.crt": certificate, "server.key": key },
  });
  await until("the store runs", async () => {
    const { stdout } = await execa("docker", ["inspect", "--format", "{{.State.Running}}", store.name]);
    if (stdout !== "true") throw new Error("it does not run");
  });
  const { bucket, region, writer } = store.settings;
  return {
    network,
    repository: {
      kind: "s3",
      cipher: "another-passphrase",
      endpoint: "store",
      bucket,
      region,
      accessKeyId: writer.keyId,
      secretAccessKey: writer.secret,
      ownAuthority: true,
    },
    authority,
    fault: store.fault,
    async stop() {
      await store.stop();
      await execa("docker", ["network", "rm", network]);
    },
  };
}
