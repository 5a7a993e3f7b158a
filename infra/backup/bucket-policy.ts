/** One statement of a policy document of AWS. */
interface Statement {
  Sid: string;
  Effect: "Allow" | "Deny";
  Principal?: "*";
  Action: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string>>;
}

/** Name of AWS for a bucket itself. */
const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;

const objectsArn = (bucket: string): string => `${bucketArn(bucket)}/*`;

/**
 * What nobody may do with a bucket of backups, its administrator included: speak plain HTTP, lock a version for a shorter
 * time than the bucket does, delete a version or its lock, or encrypt with a key that only the caller has (which is how
 * backups are held to ransom). Versions that are no longer locked are removed by the bucket's lifecycle.
 * @param retentionDays days for which the bucket locks a version
 */
export function bucketPolicy(bucket: string, retentionDays: number): string {
  const everywhere = [bucketArn(bucket), objectsArn(bucket)];
  return document([
    deny("DenyPlainHttp", ["s3:*"], everywhere, { Bool: { "aws:SecureTransport": "false" } }),
    // S3 counts what remains at the moment of the request: a lock of exactly that many days has begun to run out by then.
    deny("DenyShorterLock", ["s3:PutObjectRetention"], objectsArn(bucket), {
      NumericLessThan: { "s3:object-lock-remaining-retention-days": String(retentionDays - 1) },
    }),
    deny(
      "DenyDeletingVersions",
      ["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
      objectsArn(bucket),
    ),
    deny("DenyKeysOfTheCaller", ["s3:PutObject"], objectsArn(bucket), {
      Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" },
    }),
  ]);
}

/**
 * What pgBackRest needs to write: it reads, too, because it rewrites its `*.info` files from what it finds. The bucket itself
 * locks each version, which pgBackRest cannot. Below `backup/` it may hide an object by a delete marker, or every backup would
 * fail: it removes the name `latest`, and the remains of an interrupted backup. It can hide no WAL and delete no version.
 * @param kmsKeyArn key that encrypts the bucket, if it is not Amazon's own
 */
export function writerPolicy(bucket: string, kmsKeyArn?: string): string {
  const objects = ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
  return document([
    allow("ListBucket", listing, bucketArn(bucket)),
    allow("WriteObjects", objects, objectsArn(bucket)),
    allow("HideRemains", ["s3:DeleteObject"], `${bucketArn(bucket)}/pgbackrest/backup/*`),
    ...useOfKey(["kms:GenerateDataKey", "kms:Decrypt"], kmsKeyArn),
  ]);
}

/** What a restore needs, old versions included: they are what is left after somebody has hidden the newest ones. */
export function readerPolicy(bucket: string, kmsKeyArn?: string): string {
  const objects = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectRetention"];
  return document([
    allow("ListBucket", [...listing, "s3:ListBucketVersions"], bucketArn(bucket)),
    allow("ReadObjects", objects, objectsArn(bucket)),
    ...useOfKey(["kms:Decrypt"], kmsKeyArn),
  ]);
}

const listing = ["s3:ListBucket", "s3:GetBucketLocation"];

function deny(
  Sid: string,
  Action: string[],
  Resource: string | string[],
  Condition?: Statement["Condition"],
): Statement {
  return { Sid, Effect: "Deny", Principal: "*", Action, Resource, ...(Condition ? { Condition } : {}) };
}

function allow(Sid: string, Action: string[], Resource: string): Statement {
  return { Sid, Effect: "Allow", Action, Resource };
}

function useOfKey(Action: string[], arn: string | undefined): Statement[] {
  return arn === undefined ? [] : [allow("UseKey", Action, arn)];
}

function document(Statement: Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
