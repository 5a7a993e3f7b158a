import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";

const login = z.object({ keyId: z.string(), secret: z.string() });

const settingsSchema = z.object({
  port: z.number(),
  bucket: z.string(),
  region: z.string(),
  retentionDays: z.number(),
  root: login,
  writer: login,
  policy: z.unknown(),
});

/** Settings of the stand-in for S3, which `s3/main.go` reads. */
export type S3Settings = z.infer<typeof settingsSchema>;

/**
 * pgBackRest's permissions for the bucket, like those in `infra/backup/bucket-policy.ts` for the real one: it cannot delete versions, and a
 * deletion only hides a backup file.
 */
export function writersPolicy(writer: string, bucket: string) {
  const allow = (Sid: string, Action: string[], path: string) => ({
    Sid,
    Effect: "Allow",
    Principal: { AWS: [writer] },
    Action,
    Resource: `arn:aws:s3:::${bucket}${path}`,
  });
  const objects = ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
  return {
    Version: "2012-10-17",
    Statement: [
      allow("ListBucket", ["s3:ListBucket", "s3:GetBucketLocation"], ""),
      allow("WriteObjects", objects, "/*"),
      allow("HideRemains", ["s3:DeleteObject"], "/pgbackrest/backup/*"),
    ],
  };
}

/** A unique name, so that a login differs from earlier ones whose keys were lost. */
const name = (who: string): string => `lab-${who}-${randomBytes(4).toString("hex")}`;

const secret = (): string => randomBytes(30).toString("base64url");

/** The settings in a folder; creates missing ones with new keys. */
export function ensureS3Settings(folder: string, port: number): S3Settings {
  const kept = settingsIn(folder);
  const root = kept?.root ?? { keyId: name("root"), secret: secret() };
  const writer = kept?.writer ?? { keyId: name("writer"), secret: secret() };
  const bucket = "tovplay-backups";
  const policy = writersPolicy(writer.keyId, bucket);
  const settings = { port, bucket, region: "us-east-1", retentionDays: 35, root, writer, policy };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "settings.json");
  writeFileAtomic.sync(file, JSON.stringify(settings), { mode: 0o600 });
  return settings;
}

/** The settings in a folder, or undefined when they are missing or unreadable. */
export function settingsIn(folder: string): S3Settings | undefined {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(join(folder, "settings.json"), "utf8")));
  } catch {
    return undefined;
  }
}
