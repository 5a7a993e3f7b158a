import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { BackupRepository } from "../../infra/pgbackrest.ts";
import { s3Arguments } from "../../lab/s3.ts";
import { ensureS3Settings } from "../../lab/s3-settings.ts";
import { baseImage } from "./images.ts";
import { makeCertificate } from "./scratch-certificate.ts";
import { until } from "./until.ts";

/** The lab's stand-in for S3, over TLS, as a repository of backups on a network of its own. */
export interface SecondRepository {
  network: string;
  repository: BackupRepository;
  /** Authority that signed its certificate, in PEM form. */
  authority: string;
  /** Lets it have a trouble, or none. */
  trouble(kind?: Trouble): void;
  /** Call it when nothing uses the network any more. */
  stop(): Promise<void>;
}

/** A store refuses everything, or is slow. */
export type Trouble = "errors" | "slow";

/** Starts it. @param program the stand-in, compiled */
export async function startSecondRepository(program: string): Promise<SecondRepository> {
  const name = `scratch-conformance-store-${randomUUID().slice(0, 8)}`;
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const { bucket, region, writer } = ensureS3Settings(folder, 443);
  const { certificate, key, authority } = await makeCertificate("DNS:store");
  writeFileSync(join(folder, "server.crt"), certificate);
  writeFileSync(join(folder, "server.key"), key, { mode: 0o600 });
  await execa("docker", ["network", "create", name]);
  const image = await baseImage("debian", "debian:trixie-slim");
  const reach = ["--network", name, "--network-alias", "store"];
  await execa("docker", s3Arguments({ name, image, program, folder, reach, mark: "none" }));
  await until("the store runs", async () => {
    const { stdout } = await execa("docker", ["inspect", "--format", "{{.State.Running}}", name]);
    if (stdout !== "true") throw new Error("it does not run");
  });
  const file = join(folder, "trouble");
  return {
    network: name,
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
    trouble: (kind) => (kind ? writeFileSync(file, kind) : rmSync(file, { force: true })),
    async stop() {
      await execa("docker", ["rm", "--force", name]);
      await execa("docker", ["network", "rm", name]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
