import { bucketFixtures } from "../../testing/bucket-fixtures.ts";

const lock = (defaultRetention: object) => ({
  settings: { BucketObjectLockConfiguration: { rule: { defaultRetention } } },
});

export const fixtures = bucketFixtures({
  good: { "a lock of a year": lock({ mode: "COMPLIANCE", years: 1 }) },
  bad: {
    "no object lock": { bucket: { objectLockEnabled: false }, says: "without object lock" },
    "no default": {
      settings: { BucketObjectLockConfiguration: undefined },
      says: "locks nothing by default",
    },
    "an empty default": { settings: { BucketObjectLockConfiguration: {} }, says: "locks nothing by default" },
    "a lock that can be bypassed": { ...lock({ mode: "GOVERNANCE", days: 30 }), says: "GOVERNANCE" },
    "a short lock": { ...lock({ mode: "COMPLIANCE", days: 1 }), says: "for only 1 days" },
  },
});
