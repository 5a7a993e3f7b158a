import type { PolicyResource } from "@pulumi/policy";
import { containerOf } from "../../container-policy.ts";
import { environmentOf, stackOf } from "../../environment.ts";
import { stackPolicy } from "../../stack-policy.ts";
import { firstFinding } from "../../unknown.ts";

const volumeType = "docker:index/volume:Volume";

/** Folders of a database cluster and of backups inside a container. */
const databaseFolder = /^\/var\/lib\/(postgresql|pgbackrest)(\/|$)/;

export const policy = stackPolicy({
  name: "deletion-protected",
  why: "Renaming a resource deletes the old one: without protection a single merge can delete all data.",
  fix: "Set the option protect: true. To delete it on purpose, run 'pulumi state unprotect' first.",
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
    // Data on a developer's machine, metrics and logs are replaceable.
    if (environmentOf(stackOf(urn)) === "local") return undefined;
    if (type === volumeType && !holdsDatabase(resource, all)) return undefined;
    if (!opts.protect) return "can be deleted by a plan that no longer declares it";
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
