import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";

// Not beside the tables: every file there is part of the engine's key, and a changed test must not rebuild the engine.
const sdk = createRequire(import.meta.url);

/** Deprecated bucket settings, which are now separate resources. */
const inline = new Set([
  "accelerationStatus",
  "acl",
  "corsRules",
  "grants",
  "lifecycleRules",
  "logging",
  "objectLockConfiguration",
  "policy",
  "replicationConfiguration",
  "requestPayer",
  "serverSideEncryptionConfiguration",
  "versioning",
  "website",
]);

interface Table {
  inputs: string[];
  required: string[];
}

/** Types in a Go table, with their properties. */
function tablesOf(file: string): [string, Table][] {
  const text = readFileSync(new URL(`../engine/preview/${file}`, import.meta.url), "utf8");
  const entries = text.matchAll(/"(\w+:[\w/]+:\w+)":\s+(ofBucket\(.*?\)|\{[\s\S]*?\n\t\}),\n/g);
  return [...entries].map(([, token = "", body = ""]) => [
    token,
    body.startsWith("ofBucket") ? ofBucket(body) : listed(body),
  ]);
}

function listed(body: string): Table {
  const required = list(body, "required");
  return { required, inputs: [...required, ...list(body, "optional")].sort() };
}

function ofBucket(body: string): Table {
  const [, first = "", rest = ""] = /^ofBucket\((nil|\[\]string\{.*?\}),?(.*)\)$/.exec(body) ?? [];
  const required = ["bucket", ...words(first)].sort();
  return { required, inputs: [...required, "expectedBucketOwner", "region", ...words(rest)].sort() };
}

const list = (body: string, name: string) =>
  words(new RegExp(`${name}:\\s+\\[\\]string\\{([^}]*)\\}`).exec(body)?.[1] ?? "");
const words = (text: string) => [...text.matchAll(/"(\w+)"/g)].map(([, word = ""]) => word);

/** Inputs and required inputs of a type's class in the published SDK. */
function classOf(token: string): Table {
  const [name = "", path = ""] = token.split(":");
  const text = readFileSync(sdk.resolve(`@pulumi/${name}/${path.replace(/^index\//, "")}.js`), "utf8");
  const sent = [...text.matchAll(/resourceInputs\["(\w+)"\] = args\?\.\w+/g)].map(([, key = ""]) => key);
  const required = [...text.matchAll(/args\?\.(\w+) === undefined/g)].map(([, key = ""]) => key);
  const settings = token.endsWith(":Bucket") ? sent.filter((key) => !inline.has(key)) : sent;
  return { required: required.sort(), inputs: settings.sort() };
}

describe.each(["aws.go", "cloudflare.go"])("the table in %s", (file) => {
  const tables = tablesOf(file);

  it("is parsed completely", () => {
    const keys = readFileSync(new URL(`../engine/preview/${file}`, import.meta.url), "utf8").match(
      /^\t"\w+:/gm,
    );
    expect(tables.length).toBe(keys?.length);
  });

  it.each(tables)("lists the SDK's inputs for %s", (token, table) => {
    expect({ ...table, required: [...table.required].sort() }).toEqual(classOf(token));
  });
});
