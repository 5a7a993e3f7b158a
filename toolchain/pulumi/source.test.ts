import { expect, test } from "vitest";
import { chooseEngineSource, type Offers } from "./source.ts";

const offers = (own: boolean, ownPlugins: boolean, site: boolean): Offers => ({
  own: async () => own,
  ownPlugins: async () => ownPlugins,
  site: async () => site,
});

test.each([
  // own, its plugins, site, expected
  [true, true, true, "own"],
  [true, true, false, "own"],
  [true, false, true, "own"],
  [true, false, false, "build"],
  [false, false, true, "download"],
  [false, false, false, "build"],
] as const)(
  "with own engine %s, its plugins %s and download site %s the engine source is %s",
  async (own, plugins, site, expected) => {
    expect(await chooseEngineSource(undefined, offers(own, plugins, site))).toBe(expected);
    expect(await chooseEngineSource("", offers(own, plugins, site))).toBe(expected);
  },
);

test.each([
  ["own", /no|none/],
  ["download", /did not answer/],
  ["other", /'other'; set it to own, download or build/],
])("TOVPLAY_TOOLCHAIN=%s is refused if it is unknown or unavailable", async (setting, expected) => {
  await expect(chooseEngineSource(setting, offers(false, false, false))).rejects.toThrow(expected);
});

test("a forced build checks no other source", async () => {
  const never = (): never => {
    throw new Error("asked");
  };
  expect(await chooseEngineSource("build", { own: never, ownPlugins: never, site: never })).toBe("build");
});
