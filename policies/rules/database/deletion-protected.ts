import type { PolicyResource } from "@pulumi/policy";
import { containerOf } from "../../container-policy.ts";
import { environmentOf, stackOf } from "../../environment.ts";
import { stackPolicy } from "../../stack-policy.ts";
import { firstFinding } from "../../unknown.ts";

const volumeType = "docker:index/volume:Volume";

/** Where a database server keeps its cluster, and where its backups lie, inside a container. */
const databaseFolder = /^\/var\/lib\/(postgresql|pgbackrest)(\/|$)/;

export const policy = stackPolicy({
  name: "deletion-protected",
  why: "A renamed resource is a deleted one: without protection one merge takes the data of everybody with it.",
  mend: "Give it the option protect: true; whoever really means it runs 'pulumi state unprotect' first.",
  severity: "critical",
  kinds: {
    [volumeType]: "Volume",
    "postgresql:index/database:Database": "Database",
    "aws:s3/bucket:Bucket": "Bucket",
    "aws:s3/bucketV2:BucketV2": "Bucket",
    "cloudflare:index/zone:Zone": "Zone",
  },
  decide: (resource, all) => {
    const { type, urn, opts, props } = resource;
    // What is on a developer's machine is theirs to throw away, and metrics and logs come again.
    if (environmentOf(stackOf(urn)) === "local") return undefined;
    if (type === volumeType && !holdsDatabase(resource, all)) return undefined;
    if (!opts.protect) return "is deleted by any plan that no longer has it";
    return props.forceDestroy ? "is deleted with everything in it (forceDestroy)" : undefined;
  },
});

function holdsDatabase(volume: PolicyResource, all: readonly PolicyResource[]): boolean {
  const mountOf = ({ type, props }: PolicyResource) =>
    firstFinding(containerOf(type, props)?.mounts, ({ source, target }) =>
      source === volume.props.name && databaseFolder.test(target) ? target : undefined,
    );
  return firstFinding(all, mountOf) !== undefined;
}
