import type * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DnsZone } from "../../../infra/application/dns-zone.ts";
import { BackupBucket } from "../../../infra/backup/bucket.ts";
import { type Deployment, deployment } from "../testing/deployment.ts";
import { RawResource } from "../testing/raw-resource.ts";

let stack: Deployment;

beforeAll(async () => {
  stack = await deployment("preview-only");
});

afterAll(() => stack?.close());

const versions: Record<string, string> = { aws: "7.48.0", cloudflare: "6.22.1" };

/** Declares what the SDK's own classes would not allow. */
const declare = (token: string, name: string, args: pulumi.Inputs) =>
  new RawResource(token, name, args, versions[token.split(":")[0] ?? ""] ?? "");

async function backup() {
  const settings = { bucket: "tovplay-backups-example", region: "eu-central-1", retentionDays: 30 };
  const { writer } = new BackupBucket("backups", settings);
  return { secret: writer.secretAccessKey };
}

async function zone() {
  const records = [{ name: "app.example.org", addresses: ["203.0.113.10"] }];
  new DnsZone("site", { accountId: "0".repeat(32), zone: "example.org", records });
}

// Published plugins would ask for credentials, so this runs only without them.
describe.skipIf(process.env.TOVPLAY_TEST_PUBLISHED)("the preview-only aws and cloudflare providers", () => {
  test.each([
    ["aws", backup, "aws:", 14],
    ["cloudflare", zone, "cloudflare:", 8],
  ])("preview all resources of %s", async (_, program, prefix, count) => {
    const steps = await stack.preview(program);
    expect(steps.filter(({ op }) => op !== "create")).toEqual([]);
    expect(steps.filter(({ type }) => type.startsWith(prefix)).length).toBe(count);
  });

  test.each([
    ["aws", backup],
    ["cloudflare", zone],
  ])("refuse to create anything of %s, in one sentence", async (name, program) => {
    await expect(stack.up(program)).rejects.toThrow(`this build of the ${name} provider can only preview`);
  });

  const bad: [string, string, pulumi.Inputs, RegExp][] = [
    ["an unknown type", "aws:ec2/instance:Instance", {}, /not covered/],
    ["an unknown property", "aws:s3/bucket:Bucket", { bukket: "x" }, /no property "bukket"/],
    ["a missing property", "cloudflare:index/dnsRecord:DnsRecord", { name: "x" }, /needs ttl/],
  ];
  test.each(bad)("refuse %s", async (_, token, args, message) => {
    await expect(stack.preview(async () => void declare(token, "bad", args))).rejects.toThrow(message);
  });
});
