import type { BucketObjectLockConfigurationArgs } from "@pulumi/aws/s3/bucketObjectLockConfiguration.js";
import type { Unwrap } from "@pulumi/pulumi";
import { bucketPolicy } from "../../bucket-policy.ts";

/** Minimum number of days for which backups are kept. */
const leastDays = 7;

export const policy = bucketPolicy({
  name: "bucket-locked",
  why: "An attacker with an administrator's credentials would delete the backups first, unless S3 itself refuses that to everybody.",
  fix: `Set objectLockEnabled, and add a BucketObjectLockConfiguration with mode "COMPLIANCE" and at least ${leastDays} days.`,
  severity: "critical",
  decide: ({ objectLockEnabled }, settingOf) => {
    if (objectLockEnabled !== true) return "is created without object lock";
    const lock = settingOf<Unwrap<BucketObjectLockConfigurationArgs>>("BucketObjectLockConfiguration");
    const { mode, days, years } = lock?.rule?.defaultRetention ?? {};
    if (mode === undefined) return "locks nothing by default";
    if (mode !== "COMPLIANCE") return `locks in mode ${mode}, which an administrator can bypass`;
    const kept = days ?? (years ?? 0) * 365;
    return kept < leastDays ? `locks for only ${kept} days` : undefined;
  },
});
