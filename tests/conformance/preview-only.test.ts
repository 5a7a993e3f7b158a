import type * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Deployment, deployment } from "./deployment.ts";
import { RawResource } from "./raw-resource.ts";

let stack: Deployment;

beforeAll(async () => {
  stack = await deployment("preview-only");
});

afterAll(() => stack?.close());

const versions: Record<string, string> = { aws: "7.48.0", cloudflare: "6.22.1" };

/** The SDKs are not installed: their classes do no more than this. */
const declare = (token: string, name: string, args: pulumi.Inputs) =>
  new RawResource(token, name, args, versions[token.split(":")[0] ?? ""] ?? "");

async function backup() {
  const bucket = declare("aws:s3/bucket:Bucket", "backup", { objectLockEnabled: true });
  declare("aws:s3/bucketVersioning:BucketVersioning", "versions", {
    bucket: bucket.id,
    versioningConfiguration: { status: "Enabled" },
  });
  const user = declare("aws:iam/user:User", "writer", {});
  declare("aws:iam/accessKey:AccessKey", "key", { user: user.id });
  const policy = bucket.arn.apply((arn) => JSON.stringify({ Resource: arn }));
  declare("aws:iam/userPolicy:UserPolicy", "put", { user: user.id, policy });
}

async function zone() {
  const site = declare("cloudflare:index/zone:Zone", "zone", {
    account: { id: "example" },
    name: "example.org",
  });
  const record = { zoneId: site.id, name: "app.example.org", type: "A", ttl: 1, content: "192.0.2.1" };
  declare("cloudflare:index/dnsRecord:DnsRecord", "app", record);
  declare("cloudflare:index/zoneSetting:ZoneSetting", "tls", {
    zoneId: site.id,
    settingId: "ssl",
    value: "strict",
  });
}

// Published plugins would ask for credentials, so this runs where they are not.
describe.skipIf(process.env.TOVPLAY_TEST_PUBLISHED)("aws and cloudflare, to be previewed only", () => {
  test.each([
    ["aws", backup, 5],
    ["cloudflare", zone, 3],
  ])("previews %s", async (_, program, count) => {
    expect((await stack.preview(program)).map(({ op }) => op)).toEqual(Array(count).fill("create"));
  });

  test.each([
    ["aws", backup],
    ["cloudflare", zone],
  ])("refuses to create anything of %s, in one sentence", async (name, program) => {
    await expect(stack.up(program)).rejects.toThrow(`this build of the ${name} provider can only preview`);
  });

  const bad: [string, string, pulumi.Inputs, RegExp][] = [
    ["an unknown type", "aws:ec2/instance:Instance", {}, /not covered/],
    ["an unknown property", "aws:s3/bucket:Bucket", { bukket: "x" }, /no property "bukket"/],
    ["a missing property", "cloudflare:index/dnsRecord:DnsRecord", { name: "x" }, /needs ttl/],
  ];
  test.each(bad)("refuses %s", async (_, token, args, message) => {
    await expect(stack.preview(async () => void declare(token, "bad", args))).rejects.toThrow(message);
  });
});
