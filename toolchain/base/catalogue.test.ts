import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chooseImages, readCatalogue, withBases } from "./catalogue.ts";
import { moduleFolder, recipeFolder } from "./key.ts";

const { images } = readCatalogue();
const names = (of: readonly { name: string }[]): string[] => of.map(({ name }) => name);

test("chooseImages returns all images except internal ones by default", () => {
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

test("chooseImages refuses an unknown name and lists the known ones", () => {
  expect(() => chooseImages(images, ["grafana"])).toThrow(/no base image 'grafana'; known are debian, node,/);
});

test("withBases lists each image once, after its bases", () => {
  const [prometheus] = chooseImages(images, ["prometheus"]);
  expect(prometheus && names(withBases(images, [prometheus, prometheus]))).toEqual([
    "debian",
    "packages",
    "prometheus",
  ]);
});

test.each(images.filter(({ from }) => from.length > 0))(
  "the image $name has its Dockerfiles and Go module",
  ({ name, go, official }) => {
    expect(existsSync(join(recipeFolder(name), "Dockerfile"))).toBe(true);
    expect(existsSync(join(recipeFolder(name), "official.Dockerfile"))).toBe(official?.extended ?? false);
    if (go) expect(existsSync(join(moduleFolder(go.module), "go.mod"))).toBe(true);
  },
);
