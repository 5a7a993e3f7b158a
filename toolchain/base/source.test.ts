import { expect, test } from "vitest";
import { chooseImageSource } from "./source.ts";

test.each([
  [undefined, true, "registry"],
  [undefined, false, "build"],
  ["", false, "build"],
  ["registry", true, "registry"],
  ["build", true, "build"],
])(
  "with TOVPLAY_IMAGES_SOURCE=%s and a reachable registry (%s) the image source is %s",
  async (setting, reachable, expected) => {
    expect(await chooseImageSource(setting, async () => reachable)).toBe(expected);
  },
);

test.each([
  ["registry", /none answered within 3 s/],
  ["docker", /is 'docker'; set it to registry or build/],
])("TOVPLAY_IMAGES_SOURCE=%s is refused if it is unknown or unavailable", async (setting, expected) => {
  await expect(chooseImageSource(setting, async () => false)).rejects.toThrow(expected);
});
