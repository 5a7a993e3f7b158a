import { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import { BucketObjectLockConfiguration } from "@pulumi/aws/s3/bucketObjectLockConfiguration.js";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls.js";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning.js";
import * as pulumi from "@pulumi/pulumi";
import { BucketAccess } from "./bucket-access.ts";
import { bucketPolicy, readerPolicy, writerPolicy } from "./bucket-policy.ts";
import { checkBucketSettings, encryptionRules, lifecycleRules, lockRule } from "./bucket-settings.ts";

/** Arguments of {@link BackupBucket}. */
export interface BackupBucketArgs {
  /** Name of the bucket, unique in all of AWS: 3 to 63 small letters, digits and hyphens. Changing it makes another bucket; the old one stays. */
  bucket: string;
  /** Region of AWS, for example `eu-central-1`. Changing it makes another bucket; the old one stays. */
  region: string;
  /**
   * Days, 7 to 400, for which no version of an object can be deleted by anybody, Amazon's support included. It holds for
   * objects that are written after a change; those that are there keep the time they were written with.
   */
  retentionDays: number;
  /**
   * Days after which an object is taken for superseded; it is gone `retentionDays` + 1 days later. At least
   * `retentionDays`. Default: never, so that whatever nobody deletes is kept and paid for.
   */
  expireAfterDays?: number;
  /** Key that encrypts objects. Default: the one of Amazon (SSE-S3). Changing it concerns new objects only. */
  kmsKeyArn?: string;
  /** Counts the access keys of writer and reader, from 1, which is the default. Raising it makes new ones and then deletes the old ones. */
  keyGeneration?: number;
  /** Tags of the bucket. Default: none. */
  tags?: Record<string, string>;
}

/**
 * Bucket of S3 for backups: versioned, locked in compliance mode, encrypted, closed to the public, cleared by lifecycle
 * alone. Neither the bucket nor what protects it is deleted with the stack.
 */
export class BackupBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Host name at which the bucket's region answers, as pgBackRest wants it. */
  readonly endpoint: string;
  /** Writes and reads, and deletes nothing. */
  readonly writer: BucketAccess;
  /** Reads, for restores. */
  readonly reader: BucketAccess;

  constructor(name: string, args: BackupBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:BackupBucket", name, {}, opts);
    checkBucketSettings(args);
    const { bucket, region, kmsKeyArn, keyGeneration = 1, tags } = args;
    const kept: pulumi.CustomResourceOptions = { parent: this, protect: true, retainOnDelete: true };
    const resource = new Bucket(
      `${name}-bucket`,
      { bucket, region, objectLockEnabled: true, forceDestroy: false, ...(tags ? { tags } : {}) },
      kept,
    );
    this.protectData(name, args, resource.bucket, kept);
    this.closeToPublic(name, args, resource.bucket, kept);
    const access = (who: string, policy: string) =>
      new BucketAccess(`${name}-${who}`, { policy, keyGeneration }, { parent: this });
    this.writer = access("writer", writerPolicy(bucket, kmsKeyArn));
    this.reader = access("reader", readerPolicy(bucket, kmsKeyArn));
    this.bucketName = resource.bucket;
    this.arn = resource.arn;
    this.endpoint = `s3.${region}.amazonaws.com`;
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn, endpoint: this.endpoint });
  }

  private protectData(
    name: string,
    args: BackupBucketArgs,
    bucket: pulumi.Output<string>,
    kept: pulumi.CustomResourceOptions,
  ) {
    const of = { bucket, region: args.region };
    const versioning = new BucketVersioning(
      `${name}-versioning`,
      { ...of, versioningConfiguration: { status: "Enabled" } },
      kept,
    );
    // S3 refuses a lock, and rules about superseded versions, on a bucket that does not keep versions yet.
    const versioned = { ...kept, dependsOn: versioning };
    new BucketObjectLockConfiguration(
      `${name}-lock`,
      { ...of, rule: lockRule(args.retentionDays) },
      versioned,
    );
    new BucketLifecycleConfiguration(`${name}-lifecycle`, { ...of, rules: lifecycleRules(args) }, versioned);
    new BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      { ...of, rules: encryptionRules(args.kmsKeyArn) },
      kept,
    );
  }

  private closeToPublic(
    name: string,
    args: BackupBucketArgs,
    bucket: pulumi.Output<string>,
    kept: pulumi.CustomResourceOptions,
  ) {
    const of = { bucket, region: args.region };
    new BucketOwnershipControls(
      `${name}-ownership`,
      { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
      kept,
    );
    const block = new BucketPublicAccessBlock(
      `${name}-public-access`,
      {
        ...of,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      kept,
    );
    // S3 answers 409 to two of these calls at the same time.
    new BucketPolicy(
      `${name}-policy`,
      { ...of, policy: bucketPolicy(args.bucket, args.retentionDays) },
      { ...kept, dependsOn: block },
    );
  }
}
