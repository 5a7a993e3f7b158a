import { example, type Fixtures, fixturesOf } from "./fixtures.ts";
import type { Resource } from "./try-policy.ts";

const name = `${example}-backups`;

/** Settings of a good bucket by type, without the bucket's name. */
const goodSettings = {
  BucketVersioning: { versioningConfiguration: { status: "Enabled" } },
  BucketObjectLockConfiguration: { rule: { defaultRetention: { mode: "COMPLIANCE", days: 30 } } },
  BucketServerSideEncryptionConfiguration: {
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  },
  BucketPublicAccessBlock: {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  BucketLifecycleConfiguration: {
    rules: [
      { id: "old", status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 31 } },
      { id: "parts", status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 3 } },
    ],
  },
  BucketPolicy: {
    policy: JSON.stringify({
      Statement: {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: `arn:aws:s3:::${name}/*`,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    }),
  },
};

/** How a bucket differs from a good one. */
interface BucketCase {
  bucket?: Record<string, unknown>;
  /** Settings that replace the good ones; undefined removes one. */
  settings?: { [Type in keyof typeof goodSettings]?: object | undefined };
  /** Whether the settings refer to the bucket by one of its outputs. Default: by its name. */
  linked?: boolean;
}

/** Buckets with their settings that a rule accepts and refuses. */
export function bucketFixtures(cases: {
  good?: Record<string, BucketCase>;
  bad: Record<string, BucketCase & { says: string }>;
}): Fixtures {
  const good = { "a good bucket": {}, "a bucket that does not exist yet": { linked: true }, ...cases.good };
  return fixturesOf<BucketCase>({ good, bad: cases.bad }, bucketWith);
}

function bucketWith({ bucket, settings, linked = false }: BucketCase): Resource[] {
  const inputs = { bucket: name, objectLockEnabled: true, ...bucket };
  const kept = Object.entries({ ...goodSettings, ...settings }).filter(
    ([, setting]) => setting !== undefined,
  );
  return [
    { type: "aws:s3/bucket:Bucket", name: example, protect: true, inputs },
    ...kept.map(([type, setting]) => ({
      type: `aws:s3/${type.replace("B", "b")}:${type}`,
      name: `${example}-${type}`,
      inputs: { bucket: linked ? `${name}-id` : name, ...setting },
      from: linked ? { bucket: example } : {},
    })),
  ];
}
