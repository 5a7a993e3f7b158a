import { containerType } from "../../container-policy.ts";
import { example, fixturesOf } from "../../testing/fixtures.ts";
import { goodContainer } from "../../testing/good-container.ts";
import type { Resource } from "../../testing/try-policy.ts";

interface Case extends Omit<Resource, "name"> {
  /** Where a container mounts it. Default: no container. */
  mountedAt?: string;
}

const volume = { type: "docker:index/volume:Volume", inputs: { name: "example-data" } };
const cluster = { ...volume, mountedAt: "/var/lib/postgresql/data" };
const bucket = { type: "aws:s3/bucket:Bucket", inputs: { bucket: "example", objectLockEnabled: true } };
const unprotected = "can be deleted by a plan";

export const fixtures = fixturesOf<Case>(
  {
    good: {
      "a protected cluster": { ...cluster, protect: true },
      "a cluster on a developer's machine": { ...cluster, stack: "local" },
      "metrics, which are replaceable": { ...volume, mountedAt: "/prometheus" },
    },
    bad: {
      "a cluster": { ...cluster, says: unprotected },
      "a cluster in staging": { ...cluster, stack: "staging", says: unprotected },
      "a cluster in a lab": { ...cluster, stack: "lab-database", says: unprotected },
      "backups on the host": { ...volume, mountedAt: "/var/lib/pgbackrest", says: unprotected },
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
      "a bucket that is deleted with its objects": {
        ...bucket,
        protect: true,
        inputs: { bucket: "example", forceDestroy: true },
        says: "forceDestroy",
      },
    },
  },
  ({ mountedAt, ...resource }): Resource[] => {
    const judged = { name: example, ...resource };
    if (mountedAt === undefined) return [judged];
    const mounts = [{ type: "volume", source: "example-data", target: mountedAt }];
    return [judged, { type: containerType, name: `${example}-server`, inputs: { ...goodContainer, mounts } }];
  },
);
