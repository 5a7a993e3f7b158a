import type { BucketVersioningArgs } from "@pulumi/aws/s3/bucketVersioning.js";
import type { Unwrap } from "@pulumi/pulumi";
import { bucketPolicy } from "../../bucket-policy.ts";

export const policy = bucketPolicy({
  name: "bucket-versioned",
  why: "In a bucket without versions an overwritten or deleted backup is gone.",
  mend: 'Add a BucketVersioning with status "Enabled" for it.',
  decide: (_bucket, settingOf) => {
    const versioning = settingOf<Unwrap<BucketVersioningArgs>>("BucketVersioning");
    if (versioning === undefined) return "keeps no versions";
    const { status } = versioning.versioningConfiguration;
    return status === "Enabled" ? undefined : `has versioning ${status}`;
  },
});
