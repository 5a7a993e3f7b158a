import { covers, type Statement, statementsOf } from "../policy-document.ts";
import { resourcePolicy } from "../resource-policy.ts";

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

function allows({ allows, actions, notActions }: Statement, action: string): boolean {
  if (!allows) return false;
  if (notActions.length > 0) return !notActions.some((pattern) => covers(pattern, action));
  return actions.some((pattern) => covers(pattern, action));
}
