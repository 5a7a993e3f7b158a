import { example, type Fixtures, fixturesOf } from "./fixtures.ts";
import type { Resource } from "./try-policy.ts";

const name = `${example}-backups`;

/** Settings of a good bucket by their types, without the bucket's name. */
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

/** What distinguishes a bucket from a good one. */
interface BucketCase {
  bucket?: Record<string, unknown>;
  /** Settings in place of the good ones; nothing in place of one takes it away. */
  settings?: { [Type in keyof typeof goodSettings]?: object | undefined };
  /** The settings name the bucket by a value that comes from it. Default: by its name. */
  linked?: boolean;
}

/** Buckets with their settings that a rule accepts and refuses. */
export function bucketFixtures(cases: {
  good?: Record<string, BucketCase>;
  bad: Record<string, BucketCase & { says: string }>;
}): Fixtures {
  const good = { "a good bucket": {}, "a bucket that is not there yet": { linked: true }, ...cases.good };
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
