import * as pulumi from "@pulumi/pulumi";
import { BackupBucket } from "../infra/backup/bucket.ts";
import type { BackupSettings } from "./settings/backup.ts";

/** The store of the second repository, and whatever it takes to reach it. */
export interface BackupStore {
  endpoint: string;
  bucket: pulumi.Output<string>;
  region: string;
  /** Of the writer; secret. */
  accessKeyId: pulumi.Output<string>;
  secretAccessKey: pulumi.Output<string>;
  /** Authority of the store's certificate, PEM. Absent: one that the system knows. */
  authority?: string | undefined;
  /** Address of the endpoint, for containers. Empty: a name server knows it. */
  addresses: Record<string, string>;
}

/** The bucket in AWS, the store that the settings name, or none. */
export function backupStore({ bucket, s3, s3Secret }: BackupSettings): BackupStore | undefined {
  if (bucket) {
    const made = new BackupBucket("tovplay-backups", {
      bucket: bucket.name,
      region: bucket.region,
      retentionDays: bucket.lockedDays,
    });
    return {
      endpoint: made.endpoint,
      bucket: made.bucketName,
      region: bucket.region,
      accessKeyId: made.writer.accessKeyId,
      secretAccessKey: made.writer.secretAccessKey,
      addresses: {},
    };
  }
  if (!s3) return undefined;
  return {
    endpoint: s3.endpoint,
    bucket: pulumi.output(s3.bucket),
    region: s3.region,
    accessKeyId: pulumi.secret(s3.keyId),
    secretAccessKey: pulumi.secret(s3Secret ?? ""),
    authority: s3.authority,
    addresses: s3.address ? { [s3.endpoint]: s3.address } : {},
  };
}
