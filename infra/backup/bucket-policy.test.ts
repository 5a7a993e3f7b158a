import { describe, expect, test } from "vitest";
import { bucketPolicy, readerPolicy, writerPolicy } from "./bucket-policy.ts";

interface Statement {
  Sid: string;
  Effect: string;
  Action: string[];
  Resource: string | string[];
  Condition?: object;
}

const statements = (text: string): Statement[] => JSON.parse(text).Statement;
const allowed = (text: string) => statements(text).flatMap(({ Action }) => Action);

describe("the bucket's policy", () => {
  const rules = statements(bucketPolicy("backups", 30));

  test("only refuses: what is allowed is said at each identity", () => {
    expect(rules.filter(({ Effect }) => Effect !== "Deny")).toEqual([]);
  });

  test.each([
    ["plain HTTP", "DenyPlainHttp", "s3:*", { Bool: { "aws:SecureTransport": "false" } }],
    ["deleting a version", "DenyDeletingVersions", "s3:DeleteObjectVersion", undefined],
    [
      "a lock that is shorter than the bucket's",
      "DenyShorterLock",
      "s3:PutObjectRetention",
      { NumericLessThan: { "s3:object-lock-remaining-retention-days": "29" } },
    ],
    [
      "a key of the caller",
      "DenyKeysOfTheCaller",
      "s3:PutObject",
      { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
    ],
  ])("refuses %s", (_case, sid, action, condition) => {
    const rule = rules.find(({ Sid }) => Sid === sid);
    expect(rule?.Action).toContain(action);
    expect(rule?.Condition).toEqual(condition);
    expect([rule?.Resource].flat()).toContain("arn:aws:s3:::backups/*");
  });
});

describe.each([
  ["writer", writerPolicy],
  ["reader", readerPolicy],
])("the %s's policy", (_who, policy) => {
  const text = policy("backups", "arn:aws:kms:eu-central-1:111122223333:key/example");

  test("deletes no version, bypasses and reconfigures nothing", () => {
    const strong = /Version$|Retention|LegalHold|Bypass|PutBucket|PutLifecycle|Acl|[*]/;
    const actions = allowed(text).filter((action) => !/^s3:Get/.test(action) && strong.test(action));
    expect(actions).toEqual([]);
  });

  test("names no other bucket", () => {
    const resources = statements(text).flatMap(({ Action, Resource }) =>
      Action[0]?.startsWith("s3:") ? Resource : [],
    );
    expect(resources.length).toBeGreaterThan(1);
    expect(resources.filter((each) => !/^arn:aws:s3:::backups(\/|$)/.test(each))).toEqual([]);
  });
});

test("the writer reads what it writes, and hides nothing but what belongs to a backup", () => {
  const text = writerPolicy("backups");
  expect(allowed(text)).toEqual(expect.arrayContaining(["s3:PutObject", "s3:GetObject", "s3:ListBucket"]));
  const deleting = statements(text).filter(({ Action }) => Action.some((action) => /Delete/.test(action)));
  expect(deleting).toEqual([
    expect.objectContaining({
      Action: ["s3:DeleteObject"],
      Resource: "arn:aws:s3:::backups/pgbackrest/backup/*",
    }),
  ]);
});

test("the reader writes nothing and finds old versions", () => {
  const actions = allowed(readerPolicy("backups"));
  expect(actions.filter((action) => !/^s3:(Get|List)/.test(action))).toEqual([]);
  expect(actions).toEqual(expect.arrayContaining(["s3:GetObjectVersion", "s3:ListBucketVersions"]));
});

test.each([
  [writerPolicy, ["kms:GenerateDataKey", "kms:Decrypt"]],
  [readerPolicy, ["kms:Decrypt"]],
])("the bucket's own key may be used by %o", (policy, actions) => {
  expect(allowed(policy("backups", "arn:key")).filter((action) => action.startsWith("kms:"))).toEqual(
    actions,
  );
  expect(policy("backups")).not.toContain("kms:");
});
