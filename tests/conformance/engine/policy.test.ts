import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DnsZone } from "../../../infra/application/dns-zone.ts";
import { BackupBucket } from "../../../infra/backup/bucket.ts";
import { ruleNames } from "../../../policies/load-policies.ts";
import { allCases } from "../../policy/cases.ts";
import { type Engine, startEngine } from "../../policy/engine.ts";
import { judge } from "../../policy/judge.ts";
import { RawResource } from "../testing/raw-resource.ts";

describe("the policy pack on an existing state", async () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine?.close());
  const { good, bad } = await allCases();

  it("reports every bad fixture of every rule", async () => {
    const { exitCode, output } = await engine.analyze(bad.flatMap(({ resources }) => resources));
    expect(exitCode).not.toBe(0);
    const found = new Set(
      policyEvents(output).map(({ policyName, resourceUrn }) => `${policyName} ${nameOf(resourceUrn)}`),
    );
    expect(bad.filter(({ rule, subject }) => !found.has(`${rule} ${subject}`))).toEqual([]);
    expect(new Set(bad.map(({ rule }) => rule))).toEqual(new Set(await ruleNames()));
  });

  it("accepts every good fixture of every rule", async () => {
    const { exitCode, output } = await engine.analyze(good.flatMap(({ resources }) => resources));
    expect(policyEvents(output).map(({ message }) => message)).toEqual([]);
    expect(exitCode).toBe(0);
  });
});

interface PolicyEvent {
  policyName: string;
  resourceUrn: string;
  message: string;
}

function policyEvents(output: string): PolicyEvent[] {
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  return lines.flatMap((line) => JSON.parse(line).policyEvent ?? []);
}

const nameOf = (urn: string) => urn.split("::").at(-1);

// Published plugins of AWS and Cloudflare would ask for credentials, so this runs where they only preview.
describe.skipIf(process.env.TOVPLAY_TEST_PUBLISHED)("the policy pack at a preview", () => {
  const aws = (token: string, name: string, args: pulumi.Inputs) =>
    new RawResource(token, name, args, "7.48.0");
  const cloud = async () => {
    const records = [{ name: "app.example.org", addresses: ["203.0.113.10"] }];
    new DnsZone("site", { accountId: "0".repeat(32), zone: "example.org", records });
    const settings = { bucket: "tovplay-backups-example", region: "eu-central-1", retentionDays: 30 };
    new BackupBucket("backups", settings);
  };

  it("accepts the components for DNS and backups in production", async () => {
    expect(await judge("production", cloud)).toEqual({ refused: false, findings: [] });
  });

  it("reports what is missing from a bucket that does not exist yet", async () => {
    const { refused, findings } = await judge("production", async () => {
      const bucket = aws("aws:s3/bucket:Bucket", "backups", { objectLockEnabled: true });
      const versioningConfiguration = { status: "Suspended" };
      aws("aws:s3/bucketVersioning:BucketVersioning", "versions", {
        bucket: bucket.id,
        versioningConfiguration,
      });
    });
    expect(refused).toBe(true);
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.stringContaining("[mandatory] bucket-versioned: Bucket backups has versioning Suspended."),
        expect.stringContaining("[mandatory] bucket-private: Bucket backups can be opened"),
        expect.stringContaining("[mandatory] deletion-protected: Bucket backups can be deleted"),
      ]),
    );
  });

  it.each([
    ["staging", false, "[advisory] dns-no-wildcard: Record all is a wildcard (*.example.org)."],
    ["lab-production", true, "[mandatory] dns-no-wildcard: Record all is a wildcard (*.example.org)."],
  ])("is stricter in production: a wildcard in %s", async (stack, expected, finding) => {
    const { refused, findings } = await judge(stack, async () => {
      const record = { zoneId: "x", name: "*.example.org", type: "TXT", ttl: 1, content: "x" };
      new RawResource("cloudflare:index/dnsRecord:DnsRecord", "all", record, "6.22.1");
    });
    expect(refused).toBe(expected);
    expect(findings).toEqual([expect.stringContaining(finding)]);
  });

  it("reports an unmarked secret, but not a marked one", async () => {
    const { findings } = await judge("production", async () => {
      aws("aws:iam/user:User", "careful", { tags: { password: pulumi.secret("hunter2") } });
      aws("aws:iam/user:User", "careless", { tags: { password: "hunter2" } });
    });
    expect(findings).toEqual([
      expect.stringContaining(
        "[mandatory] no-secret-in-clear: Resource careless has the secret tags.password",
      ),
    ]);
  });
});
