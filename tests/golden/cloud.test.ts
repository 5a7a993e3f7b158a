import { expect, test } from "vitest";
import { DnsZone } from "../../infra/application/dns-zone.ts";
import { BackupBucket } from "../../infra/backup/bucket.ts";
import { declaredResources } from "./resources.ts";

function cloud() {
  new DnsZone("tovplay", {
    accountId: "0".repeat(32),
    zone: "example.org",
    records: [
      { name: "app.example.org", addresses: ["203.0.113.10", "203.0.113.11"] },
      { name: "staging.example.org", addresses: ["203.0.113.20"], comment: "staging" },
    ],
  });
  new BackupBucket("tovplay-backups", {
    bucket: "tovplay-backups-example",
    region: "eu-central-1",
    retentionDays: 30,
    expireAfterDays: 45,
  });
}

test("the DNS zone and the backup bucket declare exactly the resources of their snapshot", async () => {
  const resources = await declaredResources("production", cloud);
  await expect(`${JSON.stringify(resources, null, 2)}\n`).toMatchFileSnapshot("cloud.golden.json");
});

test("the DNS zone, the backup bucket and all its settings are protected from deletion, and nothing else is", async () => {
  const resources = await declaredResources("production", cloud);
  const kept = resources.filter(({ protect }) => protect).map(({ type }) => type);
  expect(kept.filter((type) => !/^aws:s3|index\/zone:Zone$/.test(type))).toEqual([]);
  expect(kept.length).toBe(9);
});
