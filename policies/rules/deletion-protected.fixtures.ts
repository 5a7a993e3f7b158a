import { example, fixturesOf } from "../fixtures.ts";
import type { Resource } from "../try-policy.ts";

const volume: Omit<Resource, "name"> = {
  type: "docker:index/volume:Volume",
  inputs: { name: "tovplay-postgres-data" },
};
const bucket: Omit<Resource, "name"> = {
  type: "aws:s3/bucket:Bucket",
  inputs: { bucket: "example", objectLockEnabled: true },
};
const unprotected = "is deleted by any plan";

export const fixtures = fixturesOf<Omit<Resource, "name">>(
  {
    good: {
      "a protected volume": { ...volume, protect: true },
      "a volume on a developer's machine": { ...volume, stack: "local" },
    },
    bad: {
      "a volume": { ...volume, says: unprotected },
      "a volume of staging": { ...volume, stack: "staging", says: unprotected },
      "a volume of a test host": { ...volume, stack: "lab-production", says: unprotected },
      "a database": {
        type: "postgresql:index/database:Database",
        inputs: { name: "TovPlay", owner: "example_owner" },
        says: unprotected,
      },
      "a bucket": { ...bucket, says: unprotected },
      "a zone": {
        type: "cloudflare:index/zone:Zone",
        inputs: { account: { id: "example-account" }, name: "example.org" },
        says: unprotected,
      },
      "a bucket that goes with its objects": {
        ...bucket,
        protect: true,
        inputs: { bucket: "example", forceDestroy: true },
        says: "forceDestroy",
      },
    },
  },
  (resource) => [{ name: example, ...resource }],
);
