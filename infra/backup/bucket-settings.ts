/** What the settings of a bucket of backups are computed from; see `BackupBucketArgs`. */
interface BucketSettings {
  bucket: string;
  region: string;
  retentionDays: number;
  expireAfterDays?: number;
  keyGeneration?: number;
}

/** Days after which the parts of an upload that was never completed are removed. */
const abandonedAfterDays = 3;

/** @throws one sentence that names the argument and what it has to be */
export function checkBucketSettings(settings: BucketSettings): void {
  const { bucket, region, retentionDays, expireAfterDays, keyGeneration = 1 } = settings;
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket))
    throw new Error(`bucket ${bucket} must have a name of 3 to 63 lowercase letters, digits and hyphens`);
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
    throw new Error(`region ${region} must be an AWS region such as eu-central-1`);
  if (!isBetween(retentionDays, 7, 400))
    throw new Error(
      `retentionDays must be a whole number from 7 to 400, not ${retentionDays}: it cannot be shortened afterwards`,
    );
  if (expireAfterDays !== undefined && !isBetween(expireAfterDays, retentionDays, 3650))
    throw new Error(
      `expireAfterDays must be a whole number from ${retentionDays} (retentionDays) to 3650, not ${expireAfterDays}`,
    );
  if (!isBetween(keyGeneration, 1, 1000))
    throw new Error(`keyGeneration must be a whole number, 1 or more, not ${keyGeneration}`);
}

function isBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** The bucket's default lock. */
export function lockRule(retentionDays: number) {
  return { defaultRetention: { mode: "COMPLIANCE", days: retentionDays } };
}

/** When versions, delete markers and abandoned uploads go. A version that is still locked is left alone by S3 itself. */
export function lifecycleRules({ retentionDays, expireAfterDays }: BucketSettings) {
  return [
    {
      id: "remove-superseded-versions",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: retentionDays + 1 },
      expiration:
        expireAfterDays === undefined ? { expiredObjectDeleteMarker: true } : { days: expireAfterDays },
    },
    {
      id: "remove-abandoned-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: abandonedAfterDays },
    },
  ];
}

/** How objects are encrypted at rest; keys that only the caller has are refused. */
export function encryptionRules(kmsKeyArn?: string) {
  const method =
    kmsKeyArn === undefined
      ? { sseAlgorithm: "AES256" }
      : { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn };
  return [
    {
      applyServerSideEncryptionByDefault: method,
      bucketKeyEnabled: kmsKeyArn !== undefined,
      blockedEncryptionTypes: ["SSE-C"],
    },
  ];
}
