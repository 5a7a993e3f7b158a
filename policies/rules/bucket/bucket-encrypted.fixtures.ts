import { bucketFixtures } from "../../bucket-fixtures.ts";

const encryption = (sseAlgorithm: string) => ({
  settings: {
    BucketServerSideEncryptionConfiguration: {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }],
    },
  },
});

export const fixtures = bucketFixtures({
  good: { "a key of one's own": encryption("aws:kms") },
  bad: {
    "nothing said": {
      settings: { BucketServerSideEncryptionConfiguration: undefined },
      says: "says nothing of encryption",
    },
    "no rule": {
      settings: { BucketServerSideEncryptionConfiguration: { rules: [] } },
      says: "says nothing of encryption",
    },
    "an unknown algorithm": { ...encryption("ROT13"), says: "ROT13" },
  },
});
