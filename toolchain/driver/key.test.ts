import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { contentKey, folderParts } from "./key.ts";

test("contentKey does not depend on the order of its parts", () => {
  expect(contentKey({ a: "1", b: "2" })).toBe(contentKey({ b: "2", a: "1" }));
});

test("contentKey differs for different parts", () => {
  const parts = fc.dictionary(fc.string(), fc.string());
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      const sorted = (x: Record<string, string>): string => JSON.stringify(Object.entries(x).sort());
      fc.pre(sorted(one) !== sorted(other));
      expect(contentKey(one)).not.toBe(contentKey(other));
    }),
  );
});

test("contentKey changes when content moves between two parts", () => {
  expect(contentKey({ a: "xy", b: "" })).not.toBe(contentKey({ a: "x", b: "y" }));
  expect(contentKey({ ab: "" })).not.toBe(contentKey({ a: "b" }));
});

test("folderParts includes only matching files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "key-"));
  await writeFile(join(folder, "main.go"), "package main");
  await writeFile(join(folder, "main_test.go"), "package main");
  const parts = await folderParts(folder, (name) => !name.endsWith("_test.go"));
  await rm(folder, { recursive: true });
  expect(Object.keys(parts)).toEqual(["main.go"]);
});
