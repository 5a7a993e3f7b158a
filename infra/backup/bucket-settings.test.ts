import { expect, test } from "vitest";
import { checkBucketSettings, encryptionRules, lifecycleRules, lockRule } from "./bucket-settings.ts";

const good = { bucket: "tovplay-backups", region: "eu-central-1", retentionDays: 30 };

test.each([
  ["the least", { retentionDays: 7 }],
  ["all of them", { retentionDays: 400, expireAfterDays: 400, keyGeneration: 3 }],
  ["a region of two words", { region: "ap-southeast-2" }],
])("accepts %s", (_case, patch) => {
  expect(() => checkBucketSettings({ ...good, ...patch })).not.toThrow();
});

test.each([
  [{ bucket: "TovPlay" }, "bucket TovPlay must have a name of 3 to 63 lowercase letters, digits and hyphens"],
  [{ bucket: "backups.example.org" }, "bucket backups.example.org must have a name of"],
  [{ region: "europe" }, "region europe must be an AWS region"],
  [{ retentionDays: 6 }, "retentionDays must be a whole number from 7 to 400, not 6"],
  [{ retentionDays: 3650 }, "not 3650: it cannot be shortened afterwards"],
  [{ retentionDays: 7.5 }, "not 7.5"],
  [{ expireAfterDays: 29 }, "expireAfterDays must be a whole number from 30 (retentionDays) to 3650, not 29"],
  [{ keyGeneration: 0 }, "keyGeneration must be a whole number, 1 or more, not 0"],
])("refuses %j", (patch, says) => {
  expect(() => checkBucketSettings({ ...good, ...patch })).toThrow(says);
});

test("locks every version in compliance mode", () => {
  expect(lockRule(30)).toEqual({ defaultRetention: { mode: "COMPLIANCE", days: 30 } });
});

test.each([
  ["keeps what is current when no age is given", undefined, { expiredObjectDeleteMarker: true }],
  ["supersedes what is older than the given age", 90, { days: 90 }],
])("%s, and removes superseded versions a day after their lock", (_case, expireAfterDays, expiration) => {
  const [superseded, abandoned] = lifecycleRules({
    ...good,
    ...(expireAfterDays ? { expireAfterDays } : {}),
  });
  expect(superseded).toMatchObject({ noncurrentVersionExpiration: { noncurrentDays: 31 }, expiration });
  expect(abandoned).toMatchObject({ abortIncompleteMultipartUpload: { daysAfterInitiation: 3 } });
});

test.each([
  [undefined, { sseAlgorithm: "AES256" }, false],
  ["arn:aws:kms:eu-central-1:111122223333:key/example", { sseAlgorithm: "aws:kms" }, true],
])("encrypts with key %s and refuses keys of the caller", (arn, method, bucketKeyEnabled) => {
  const [rule] = encryptionRules(arn);
  expect(rule).toMatchObject({ bucketKeyEnabled, blockedEncryptionTypes: ["SSE-C"] });
  expect(rule?.applyServerSideEncryptionByDefault).toMatchObject(method);
});
