import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import type { Unwrap } from "@pulumi/pulumi";
import { bucketPolicy } from "../../bucket-policy.ts";

const wanted = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

export const policy = bucketPolicy({
  name: "bucket-private",
  why: "One careless access list or policy opens a bucket to everybody, and backups hold everything that people told us.",
  mend: `Add a BucketPublicAccessBlock with ${wanted.join(", ")}, all true, for it.`,
  severity: "critical",
  decide: (_bucket, settingOf) => {
    const block = settingOf<Unwrap<BucketPublicAccessBlockArgs>>("BucketPublicAccessBlock");
    if (block === undefined) return "can be opened to the public";
    const missing = wanted.filter((setting) => block[setting] !== true);
    return missing.length === 0
      ? undefined
      : `can be opened to the public, for want of ${missing.join(", ")}`;
  },
});
