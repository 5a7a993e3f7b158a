import { bucketFixtures } from "../../testing/bucket-fixtures.ts";

const rules = (...list: object[]) => ({ settings: { BucketLifecycleConfiguration: { rules: list } } });
const versions = { id: "old", status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 31 } };
const uploads = {
  id: "parts",
  status: "Enabled",
  abortIncompleteMultipartUpload: { daysAfterInitiation: 3 },
};

export const fixtures = bucketFixtures({
  good: { "both in one rule": rules({ ...versions, ...uploads }) },
  bad: {
    "no lifecycle": {
      settings: { BucketLifecycleConfiguration: undefined },
      says: "superseded versions forever",
    },
    "no rule about versions": { ...rules(uploads), says: "superseded versions forever" },
    "no rule about uploads": { ...rules(versions), says: "abandoned uploads forever" },
    "a disabled rule": {
      ...rules({ ...versions, status: "Disabled" }, uploads),
      says: "superseded versions forever",
    },
  },
});
