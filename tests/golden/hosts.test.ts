import { expect, test } from "vitest";
import { applicationStack, backupStack, databaseStack } from "./host-stack.ts";

test.each([
  ["database", databaseStack],
  ["backup", backupStack],
  ["staging", () => applicationStack("staging")],
  ["production", () => applicationStack("production")],
] as const)("the stack %s declares exactly the resources of its snapshot", async (name, declare) => {
  const { resources } = await declare();
  await expect(`${JSON.stringify(resources, null, 2)}\n`).toMatchFileSnapshot(`${name}.golden.json`);
});
