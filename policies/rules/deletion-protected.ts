import { environmentOf, stackOf } from "../environment.ts";
import { resourcePolicy } from "../resource-policy.ts";

export const policy = resourcePolicy<{ forceDestroy?: boolean }>({
  name: "deletion-protected",
  why: "A renamed resource is a deleted one: without protection one merge takes the data of everybody with it.",
  mend: "Give it the option protect: true; whoever really means it runs 'pulumi state unprotect' first.",
  severity: "critical",
  kinds: {
    "docker:index/volume:Volume": "Volume",
    "postgresql:index/database:Database": "Database",
    "aws:s3/bucket:Bucket": "Bucket",
    "aws:s3/bucketV2:BucketV2": "Bucket",
    "cloudflare:index/zone:Zone": "Zone",
  },
  decide: ({ forceDestroy }, { urn, opts }) => {
    // What is on a developer's machine is theirs to throw away.
    if (environmentOf(stackOf(urn)) === "local") return undefined;
    if (!opts.protect) return "is deleted by any plan that no longer has it";
    return forceDestroy ? "is deleted with everything in it (forceDestroy)" : undefined;
  },
});
