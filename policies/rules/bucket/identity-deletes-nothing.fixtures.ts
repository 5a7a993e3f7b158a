import { example, fixturesOf } from "../../testing/fixtures.ts";

interface Case {
  type?: string;
  policy: unknown;
}

const statement = (given: object) => ({ policy: JSON.stringify({ Statement: [given] }) });

export const fixtures = fixturesOf<Case>(
  {
    good: {
      "a writer": statement({ Effect: "Allow", Action: ["s3:PutObject", "s3:Get*", "s3:ListBucket"] }),
      "a denial": statement({ Effect: "Deny", Action: "s3:Delete*" }),
      "a marker on what pgBackRest replaces": statement({
        Effect: "Allow",
        Action: "s3:DeleteObject",
        Resource: "arn:aws:s3:::tovplay-backups/pgbackrest/backup/*",
      }),
      "another service": statement({ Effect: "Allow", Action: "kms:*" }),
    },
    bad: {
      "deleting objects": {
        ...statement({ Effect: "Allow", Action: "s3:DeleteObject" }),
        says: "s3:DeleteObject",
      },
      "deleting versions of backups": {
        ...statement({
          Effect: "Allow",
          Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
          Resource: "arn:aws:s3:::tovplay-backups/pgbackrest/backup/*",
        }),
        says: "s3:DeleteObjectVersion",
      },
      "deleting in every bucket": {
        ...statement({
          Effect: "Allow",
          Action: "s3:DeleteObject",
          Resource: "arn:aws:s3:::*/pgbackrest/backup/*",
        }),
        says: "s3:DeleteObject",
      },
      "deleting the log as well": {
        ...statement({
          Effect: "Allow",
          Action: "s3:DeleteObject",
          Resource: ["arn:aws:s3:::tovplay-backups/pgbackrest/backup/*", "arn:aws:s3:::tovplay-backups/*"],
        }),
        says: "s3:DeleteObject",
      },
      "every action of S3": { ...statement({ Effect: "Allow", Action: ["s3:*"] }), says: "s3:DeleteObject" },
      "every action": { ...statement({ Effect: "Allow", Action: "*" }), says: "s3:DeleteObject" },
      "lower case": {
        ...statement({ Effect: "Allow", Action: "S3:putlifecycle*" }),
        says: "PutLifecycle",
      },
      "all but one": { ...statement({ Effect: "Allow", NotAction: "iam:*" }), says: "s3:DeleteObject" },
      "bypassing a lock": {
        type: "aws:iam/policy:Policy",
        ...statement({ Effect: "Allow", Action: "s3:BypassGovernanceRetention" }),
        says: "BypassGovernanceRetention",
      },
      "no document": { policy: "*", says: "not a policy document" },
    },
  },
  ({ type = "aws:iam/userPolicy:UserPolicy", policy }) => [{ type, name: example, inputs: { policy } }],
);
