import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { containerType } from "./container-policy.ts";
import { loadPolicies } from "./load-policies.ts";
import { goodContainer } from "./testing/good-container.ts";
import { tryPolicy } from "./testing/try-policy.ts";

// The engine's placeholder for an unknown value; its policy library does not export it.
const { unknownStringValue: unknown } = createRequire(import.meta.url)("@pulumi/policy/proxy.js");
const policies = await loadPolicies();

async function judge(patch: object): Promise<string[]> {
  const container = { type: containerType, name: "example", inputs: { ...goodContainer, ...patch } };
  const said = await Promise.all(policies.map((each) => tryPolicy(each, [container])));
  return said.flat();
}

it.each(Object.keys(goodContainer))("no rule reports anything while %s is not known yet", async (key) => {
  expect(await judge({ [key]: unknown })).toEqual([]);
});

it("a problem is not reported while an exception is not known yet", async () => {
  expect(await judge({ privileged: true, labels: unknown })).toEqual([]);
});

it.each([
  ["a setting", { envs: [unknown, "JWT_SECRET=x"] }, "JWT_SECRET"],
  [
    "a port's address",
    {
      ports: [
        { internal: 1, external: 1, ip: unknown },
        { internal: 2, external: 2 },
      ],
    },
    "port 2",
  ],
  ["a capability", { capabilities: { drops: ["ALL"], adds: [unknown, "ALL"] } }, "all capabilities"],
])("a problem is reported although %s is not known yet", async (_case, patch, says) => {
  expect(await judge(patch)).toEqual([expect.stringContaining(says)]);
});
