import { readdir, readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { containerType } from "./container-policy.ts";
import { loadPolicies, ruleNames } from "./load-policies.ts";
import { secretValue } from "./secrets/secret-value.ts";
import { type Resource, tryPolicy } from "./testing/try-policy.ts";

const folder = new URL("../tests/golden/", import.meta.url);
const files = (await readdir(folder)).filter((file) => file.endsWith(".golden.json"));
const policies = await loadPolicies();

const shape = z.array(
  z.object({
    type: z.string(),
    name: z.string(),
    inputs: z.record(z.string(), z.unknown()),
    protect: z.boolean().default(false),
  }),
);

// An expired exception must stop a deployment, but not this test.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-21T00:00:00Z") });
});
afterAll(() => {
  vi.useRealTimers();
});

/** The resources in a snapshot, with secrets marked again and outputs traced to their resources. */
async function resourcesOf(file: string): Promise<Resource[]> {
  const declared = shape.parse(JSON.parse(await readFile(new URL(file, folder), "utf8")));
  const names = new Map(declared.map(({ name }) => [`${name}-id`, name]));
  return declared.map((resource) => ({
    ...resource,
    stack: file.replace(".golden.json", ""),
    inputs: marked(resource.inputs) as Record<string, unknown>,
    from: Object.fromEntries(
      Object.entries(resource.inputs).flatMap(([property, value]) => {
        const source = typeof value === "string" ? names.get(value) : undefined;
        return source === undefined ? [] : [[property, source]];
      }),
    ),
  }));
}

function marked(value: unknown): unknown {
  if (value === "[secret]") return secretValue("unknown");
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, marked(entry)]));
}

describe.each(files)("the stack of %s", async (file) => {
  const resources = await resourcesOf(file);

  it.each(policies)("passes $name", async (policy) => {
    expect(await tryPolicy(policy, resources)).toEqual([]);
  });
});

it("the snapshots contain containers, buckets, zones, roles and grants", async () => {
  const all = (await Promise.all(files.map(resourcesOf))).flat();
  expect(all.map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      containerType,
      "aws:s3/bucket:Bucket",
      "cloudflare:index/zone:Zone",
      "postgresql:index/role:Role",
      "postgresql:index/grant:Grant",
    ]),
  );
});

it("every exception of a container names an existing rule", async () => {
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")));
  const exempt = texts.flatMap((text) =>
    [...text.matchAll(/"org\.tovplay\.exception\.([\w-]+)"/g)].map(([, rule]) => rule),
  );
  const names = await ruleNames();
  expect(exempt.filter((rule) => rule !== undefined && !names.includes(rule))).toEqual([]);
});
