import type { BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import type { Unwrap } from "@pulumi/pulumi";
import { bucketPolicy } from "../../bucket-policy.ts";

export const policy = bucketPolicy({
  name: "bucket-lifecycle",
  why: "Where nobody may delete, superseded versions and abandoned uploads are kept and paid for without an end.",
  mend: "Add a BucketLifecycleConfiguration with noncurrentVersionExpiration and abortIncompleteMultipartUpload for it.",
  severity: "medium",
  advisory: true,
  decide: (_bucket, settingOf) => {
    const lifecycle = settingOf<Unwrap<BucketLifecycleConfigurationArgs>>("BucketLifecycleConfiguration");
    const rules = (lifecycle?.rules ?? []).filter(({ status }) => status === "Enabled");
    if (!rules.some((rule) => rule.noncurrentVersionExpiration)) return "keeps superseded versions for ever";
    if (!rules.some((rule) => rule.abortIncompleteMultipartUpload)) return "keeps abandoned uploads for ever";
    return undefined;
  },
});
