import type { BucketObjectLockConfigurationArgs } from "@pulumi/aws/s3/bucketObjectLockConfiguration.js";
import type { Unwrap } from "@pulumi/pulumi";
import { bucketPolicy } from "../../bucket-policy.ts";

/** Days for which backups are kept at least. */
const leastDays = 7;

export const policy = bucketPolicy({
  name: "bucket-locked",
  why: "Whoever gets at an administrator's credentials deletes the backups first, unless S3 itself refuses it to everybody.",
  mend: `Set objectLockEnabled, and add a BucketObjectLockConfiguration with mode "COMPLIANCE" and at least ${leastDays} days.`,
  severity: "critical",
  decide: ({ objectLockEnabled }, settingOf) => {
    if (objectLockEnabled !== true) return "is made without object lock";
    const lock = settingOf<Unwrap<BucketObjectLockConfigurationArgs>>("BucketObjectLockConfiguration");
    const { mode, days, years } = lock?.rule?.defaultRetention ?? {};
    if (mode === undefined) return "locks nothing by default";
    if (mode !== "COMPLIANCE") return `locks in mode ${mode}, which an administrator may pass over`;
    const kept = days ?? (years ?? 0) * 365;
    return kept < leastDays ? `locks for ${kept} days only` : undefined;
  },
});
