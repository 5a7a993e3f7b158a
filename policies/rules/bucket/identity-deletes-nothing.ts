import { covers, type Statement, statementsOf } from "../../policy-document.ts";
import { resourcePolicy } from "../../resource-policy.ts";

/** What would let an identity of a stack undo backups. */
const destructive = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:BypassGovernanceRetention",
  "s3:PutBucketVersioning",
  "s3:PutBucketObjectLockConfiguration",
  "s3:PutLifecycleConfiguration",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
];

export const policy = resourcePolicy<{ policy?: unknown }>({
  name: "identity-deletes-nothing",
  why: "The credentials on a host that writes backups fall into the hands of whoever breaks into that host.",
  mend: "Name the single actions that it needs; the bucket's lifecycle removes what is too old.",
  severity: "critical",
  kinds: {
    "aws:iam/userPolicy:UserPolicy": "Policy",
    "aws:iam/groupPolicy:GroupPolicy": "Policy",
    "aws:iam/rolePolicy:RolePolicy": "Policy",
    "aws:iam/policy:Policy": "Policy",
  },
  decide: ({ policy }) => {
    const statements = statementsOf(policy);
    if (statements === undefined) return "is no policy document";
    const action = destructive.find((name) => statements.some((statement) => allows(statement, name)));
    return action === undefined ? undefined : `allows ${action}`;
  },
});

// A delete marker there hides a copy of a manifest, and no version: pgBackRest puts one on the name `latest`.
const markers = { action: "s3:DeleteObject", resource: /^arn:aws:s3:::[^*?/]+\/pgbackrest\/backup\/\*$/ };

function allows({ allows, actions, notActions, resources }: Statement, action: string): boolean {
  if (!allows) return false;
  const narrow = resources.length > 0 && resources.every((resource) => markers.resource.test(resource));
  if (action === markers.action && narrow) return false;
  if (notActions.length > 0) return !notActions.some((pattern) => covers(pattern, action));
  return actions.some((pattern) => covers(pattern, action));
}
