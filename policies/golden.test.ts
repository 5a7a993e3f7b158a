import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { z } from "zod";
import { containerType } from "./container-policy.ts";
import { loadPolicies } from "./load-policies.ts";
import { tryPolicy } from "./try-policy.ts";

const golden = new URL("../tests/golden/local.golden.json", import.meta.url);
const shape = z.array(
  z.object({ type: z.string(), name: z.string(), inputs: z.record(z.string(), z.unknown()) }),
);

it("accepts every resource of the local stack", async () => {
  const resources = shape.parse(JSON.parse(await readFile(golden, "utf8")));
  const policies = await loadPolicies();
  const said = await Promise.all(
    policies.flatMap((policy) => resources.map((resource) => tryPolicy(policy, resource))),
  );
  expect(said.flat()).toEqual([]);
  expect(resources.filter(({ type }) => type === containerType).length).toBeGreaterThan(0);
});
