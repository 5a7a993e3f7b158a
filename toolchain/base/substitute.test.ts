import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { chooseImages, readCatalogue } from "./catalogue.ts";
import { recipeFolder } from "./key.ts";
import { isDelivered, settle } from "./substitute.ts";

const { images } = readCatalogue();
const loki = chooseImages(images, ["nginx", "loki"]);

test("Loki is taken where it is delivered, and nothing is said", async () => {
  const { chosen, notes } = await settle(images, loki, async () => true);
  expect(chosen.map(({ name }) => name)).toEqual(["nginx", "loki"]);
  expect(notes).toEqual([]);
});

test("VictoriaLogs takes the place of Loki where that is not delivered, and a note says so", async () => {
  const { chosen, notes } = await settle(images, loki, async () => false);
  expect(chosen.map(({ name }) => name)).toEqual(["nginx", "victorialogs"]);
  expect(notes).toEqual([expect.stringMatching(/^VictoriaLogs .* takes the place of Loki .* not built/)]);
});

test("a forced build passes a pulled image over", async () => {
  const [, image] = loki;
  expect(image && (await isDelivered("build", "build")(image))).toBe(false);
});

test.each(images.filter(({ otherwise }) => otherwise !== undefined))(
  "$name is only ever pulled, and what takes its place is built",
  ({ name, official, from, go, otherwise = "" }) => {
    expect(official?.digest).toMatch(/^sha256:/);
    expect({ from, go, recipe: existsSync(recipeFolder(name)) }).toEqual({ from: [], recipe: false });
    expect(chooseImages(images, [otherwise])).toMatchObject([{ internal: true }]);
    expect(existsSync(recipeFolder(otherwise))).toBe(true);
  },
);
