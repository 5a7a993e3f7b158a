import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { containerType } from "./container-policy.ts";
import { goodContainer } from "./good-container.ts";
import { loadPolicies } from "./load-policies.ts";
import { tryPolicy } from "./try-policy.ts";

// What the engine sends in place of a value that is not known yet; its policy library does not export it by name.
const { unknownStringValue: unknown } = createRequire(import.meta.url)("@pulumi/policy/proxy.js");
const policies = await loadPolicies();

async function judge(patch: object): Promise<string[]> {
  const container = { type: containerType, name: "example", inputs: { ...goodContainer, ...patch } };
  const said = await Promise.all(policies.map((each) => tryPolicy(each, [container])));
  return said.flat();
}

it.each(Object.keys(goodContainer))("waits for the update when %s is not known yet", async (key) => {
  expect(await judge({ [key]: unknown })).toEqual([]);
});

it("leaves a fault to the update when an exception may still come", async () => {
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
])("finds a fault beside %s that is not known yet", async (_case, patch, says) => {
  expect(await judge(patch)).toEqual([expect.stringContaining(says)]);
});
