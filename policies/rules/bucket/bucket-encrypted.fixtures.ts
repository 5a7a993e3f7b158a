import { bucketFixtures } from "../../testing/bucket-fixtures.ts";

const encryption = (sseAlgorithm: string) => ({
  settings: {
    BucketServerSideEncryptionConfiguration: {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }],
    },
  },
});

export const fixtures = bucketFixtures({
  good: { "a customer key": encryption("aws:kms") },
  bad: {
    "no encryption setting": {
      settings: { BucketServerSideEncryptionConfiguration: undefined },
      says: "does not configure encryption",
    },
    "no rule": {
      settings: { BucketServerSideEncryptionConfiguration: { rules: [] } },
      says: "does not configure encryption",
    },
    "an unknown algorithm": { ...encryption("ROT13"), says: "ROT13" },
  },
});
