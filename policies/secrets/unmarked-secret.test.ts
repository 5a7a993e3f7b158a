import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { policy } from "../rules/secret/no-secret-in-clear.ts";
import { type Resource, tryPolicy } from "../testing/try-policy.ts";
import { propertyNamesSecret } from "./secret-name.ts";
import { secretValue } from "./secret-value.ts";

// The engine's placeholder for an unknown value; its policy library does not export it.
const { unknownStringValue: unknown } = createRequire(import.meta.url)("@pulumi/policy/proxy.js");

const judge = (inputs: Resource["inputs"]) =>
  tryPolicy(policy, [{ type: "test:index:Thing", name: "it", inputs }]);

it("the rule reports nothing while a secret is not known yet", async () => {
  expect(await judge({ password: unknown, settings: { token: unknown } })).toEqual([]);
});

it("the rule finds a secret beside an unknown value and beside a marked secret", async () => {
  const inputs = { first: unknown, second: secretValue("x"), list: [unknown, { password: "hunter2" }] };
  expect(await judge(inputs)).toEqual([expect.stringContaining("has the secret list.1.password")]);
});

it("the rule never repeats the secret", async () => {
  expect((await judge({ password: "hunter2" })).join()).not.toContain("hunter2");
});

it("the rule refuses a resource that it could not search first", async () => {
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
])("propertyNamesSecret(%s) is %s", (name, expected) => {
  expect(propertyNamesSecret(name)).toBe(expected);
});
