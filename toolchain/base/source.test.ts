import { expect, test } from "vitest";
import { chooseImageSource } from "./source.ts";

test.each([
  [undefined, true, "registry"],
  [undefined, false, "build"],
  ["", false, "build"],
  ["registry", true, "registry"],
  ["build", true, "build"],
])("setting %s, registry reachable %s: %s", async (setting, reachable, expected) => {
  expect(await chooseImageSource(setting, async () => reachable)).toBe(expected);
});

test.each([
  ["registry", /none answered within 3 s/],
  ["docker", /is 'docker'; set it to registry or build/],
])("setting %s is refused where it cannot be had", async (setting, expected) => {
  await expect(chooseImageSource(setting, async () => false)).rejects.toThrow(expected);
});
