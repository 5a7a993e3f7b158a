import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeOldBundles } from "./old.ts";

let bundles = "";
beforeEach(() => {
  bundles = mkdtempSync(join(tmpdir(), "tovplay-old-bundles-"));
});
afterEach(() => rmSync(bundles, { recursive: true, force: true }));

function make(name: string, hoursAgo: number): void {
  mkdirSync(join(bundles, name));
  const used = new Date(Date.now() - hoursAgo * 3_600_000);
  utimesSync(join(bundles, name), used, used);
}

test("the bundles used longest ago are removed when there are more than sixty", () => {
  for (let hours = 1; hours <= 63; hours++) make(`launcher-${hours}`, hours + 1);
  removeOldBundles(bundles);
  expect(readdirSync(bundles)).toHaveLength(60);
  expect(readdirSync(bundles)).not.toContain("launcher-61");
});

test("a bundle used within the hour stays, however many there are", () => {
  for (let at = 0; at < 70; at++) make(`launcher-${at}`, 0.5);
  removeOldBundles(bundles);
  expect(readdirSync(bundles)).toHaveLength(70);
});

test("what an interrupted build left is removed, and what a running one makes stays", () => {
  make(".unfinished-old", 2);
  make(".unfinished-new", 0);
  removeOldBundles(bundles);
  expect(readdirSync(bundles)).toEqual([".unfinished-new"]);
});
