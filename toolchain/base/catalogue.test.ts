import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chooseImages, readCatalogue, withBases } from "./catalogue.ts";
import { moduleFolder, recipeFolder } from "./key.ts";

const { images } = readCatalogue();
const names = (of: readonly { name: string }[]): string[] => of.map(({ name }) => name);

test("without names all images but the internal ones are chosen", () => {
  expect(names(chooseImages(images, []))).toEqual([
    "debian",
    "node",
    "postgres",
    "pgbouncer",
    "nginx",
    "prometheus",
    "alertmanager",
    "loki",
    "collector",
    "postgres-exporter",
    "pgbouncer-exporter",
  ]);
});

test("an unknown name is refused with the known ones", () => {
  expect(() => chooseImages(images, ["grafana"])).toThrow(/no base image 'grafana'; known are debian, node,/);
});

test("what an image starts from comes before it, once", () => {
  const [prometheus] = chooseImages(images, ["prometheus"]);
  expect(prometheus && names(withBases(images, [prometheus, prometheus]))).toEqual([
    "debian",
    "packages",
    "prometheus",
  ]);
});

test.each(images.filter(({ from }) => from.length > 0))(
  "$name has its recipe and its module",
  ({ name, go, official }) => {
    expect(existsSync(join(recipeFolder(name), "Dockerfile"))).toBe(true);
    expect(existsSync(join(recipeFolder(name), "official.Dockerfile"))).toBe(official?.extended ?? false);
    if (go) expect(existsSync(join(moduleFolder(go.module), "go.mod"))).toBe(true);
  },
);
