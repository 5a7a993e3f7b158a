import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { policy } from "./rules/secret/no-secret-in-clear.ts";
import { propertyNamesSecret } from "./secret-name.ts";
import { secretValue } from "./secret-value.ts";
import { type Resource, tryPolicy } from "./try-policy.ts";

// What the engine sends in place of a value that is not known yet; its policy library does not export it by name.
const { unknownStringValue: unknown } = createRequire(import.meta.url)("@pulumi/policy/proxy.js");

const judge = (inputs: Resource["inputs"]) =>
  tryPolicy(policy, [{ type: "test:index:Thing", name: "it", inputs }]);

it("waits for the update when a secret is not known yet", async () => {
  expect(await judge({ password: unknown, settings: { token: unknown } })).toEqual([]);
});

it("finds a secret beside a value that is not known yet, and beside one that is marked", async () => {
  const inputs = { first: unknown, second: secretValue("x"), list: [unknown, { password: "hunter2" }] };
  expect(await judge(inputs)).toEqual([expect.stringContaining("has the secret list.1.password")]);
});

it("never repeats the secret", async () => {
  expect((await judge({ password: "hunter2" })).join()).not.toContain("hunter2");
});

it("refuses a resource that it was not shown before judging it", async () => {
  const { remediateResource: _, ...blind } = policy;
  const said = await tryPolicy(blind, [{ type: "test:index:Thing", name: "hidden", inputs: {} }]);
  expect(said).toEqual([expect.stringContaining("could not be searched")]);
});

it.each([
  ["password", true],
  ["apiToken", true],
  ["secretAccessKey", true],
  ["DATABASE_PASSWORD", true],
  ["PGPASSWORD", true],
  ["passphrase", true],
  ["scramVerifier", true],
  ["passwordWoVersion", false],
  ["tokenTtl", false],
  ["skipReassignOwned", false],
  ["keepers", false],
  ["hostKey", false],
])("%s is the name of a secret: %s", (name, expected) => {
  expect(propertyNamesSecret(name)).toBe(expected);
});
