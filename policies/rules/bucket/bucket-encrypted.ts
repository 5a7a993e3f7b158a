import type { BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import type { Unwrap } from "@pulumi/pulumi";
import { bucketPolicy } from "../../bucket-policy.ts";

const algorithms = ["AES256", "aws:kms", "aws:kms:dsse"];

export const policy = bucketPolicy({
  name: "bucket-encrypted",
  why: "Which key protects the backups, and who may use it, is to be written down and not left to a provider's default.",
  mend: `Add a BucketServerSideEncryptionConfiguration with sseAlgorithm ${algorithms.join(", ")} for it.`,
  decide: (_bucket, settingOf) => {
    const encryption = settingOf<Unwrap<BucketServerSideEncryptionConfigurationArgs>>(
      "BucketServerSideEncryptionConfiguration",
    );
    const algorithm = encryption?.rules[0]?.applyServerSideEncryptionByDefault?.sseAlgorithm;
    if (algorithm === undefined) return "says nothing of encryption at rest";
    return algorithms.includes(algorithm)
      ? undefined
      : `is encrypted by ${algorithm}, which S3 does not know`;
  },
});
