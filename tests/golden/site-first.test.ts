import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lacksMonitoring, siteImages, withPlaceholders } from "../../cli/checkout/site-images.ts";
import { type Images, readImages } from "../../stacks/settings/images.ts";
import { images } from "./images.ts";
import { localStack } from "./local-stack.ts";

const own = Object.fromEntries(siteImages.map((name) => [name, images[name as keyof Images]]));

test("the program accepts the site's images with placeholders for the others", () => {
  const folder = mkdtempSync(join(tmpdir(), "site-first-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "images.json");
  writeFileSync(file, JSON.stringify(withPlaceholders(own)));
  const read = readImages(file);
  expect(read.logStore.kind).toBe("victorialogs");
  expect(read.images).toMatchObject(own);
});

test("without monitoring the local stack starts no other image than the site's", async () => {
  const { resources } = await localStack(new Set(["core", "database"]));
  const declared = JSON.stringify(resources);
  const used = Object.keys(images).filter((name) => declared.includes(images[name as keyof Images]));
  expect(siteImages).toEqual(expect.arrayContaining(used));
});

test.each([
  ["none is missing", {}, false],
  ["the log store that is only pulled is missing", { loki: null }, false],
  ["the collector is missing", { collector: null }, true],
])("monitoring waits for its images: %s", (_, missing, expected) => {
  expect(lacksMonitoring({ ...images, ...missing })).toBe(expected);
});
