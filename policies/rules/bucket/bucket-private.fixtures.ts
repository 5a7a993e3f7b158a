import { bucketFixtures } from "../../bucket-fixtures.ts";

const all = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

export const fixtures = bucketFixtures({
  bad: {
    "no block": { settings: { BucketPublicAccessBlock: undefined }, says: "opened to the public" },
    "half a block": {
      settings: { BucketPublicAccessBlock: { ...all, blockPublicPolicy: false } },
      says: "for want of blockPublicPolicy.",
    },
    "a block without a setting": {
      settings: { BucketPublicAccessBlock: { ...all, ignorePublicAcls: undefined } },
      says: "for want of ignorePublicAcls.",
    },
  },
});
