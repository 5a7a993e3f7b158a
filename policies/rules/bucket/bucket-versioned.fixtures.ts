import { bucketFixtures } from "../../testing/bucket-fixtures.ts";

export const fixtures = bucketFixtures({
  bad: {
    "no versioning": { settings: { BucketVersioning: undefined }, says: "keeps no versions" },
    "suspended versioning": {
      settings: { BucketVersioning: { versioningConfiguration: { status: "Suspended" } } },
      says: "versioning Suspended",
    },
    "versioning of another bucket": {
      settings: {
        BucketVersioning: { bucket: "example-other", versioningConfiguration: { status: "Enabled" } },
      },
      says: "keeps no versions",
    },
  },
});
