import { bucketFixtures } from "../../testing/bucket-fixtures.ts";

const all = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

export const fixtures = bucketFixtures({
  bad: {
    "no block": { settings: { BucketPublicAccessBlock: undefined }, says: "opened to the public" },
    "an incomplete block": {
      settings: { BucketPublicAccessBlock: { ...all, blockPublicPolicy: false } },
      says: "because blockPublicPolicy is not true.",
    },
    "a block without a setting": {
      settings: { BucketPublicAccessBlock: { ...all, ignorePublicAcls: undefined } },
      says: "because ignorePublicAcls is not true.",
    },
  },
});
