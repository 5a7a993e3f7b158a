import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeOnce, temporaryFolder } from "./cache.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cache-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("makeOnce leaves nothing after a failure and succeeds at the next attempt", async () => {
  const target = join(folder, "thing");
  const failing = makeOnce(target, async (path) => {
    await writeFile(path, "half");
    throw new Error("interrupted");
  });
  await expect(failing).rejects.toThrow("interrupted");
  expect(await readdir(folder)).toEqual([]);
  expect(await makeOnce(target, (path) => writeFile(path, "whole"))).toBe("done");
  expect(await readFile(target, "utf8")).toBe("whole");
});

test("temporaryFolder removes an abandoned folder but not a recent one", async () => {
  const [old, recent] = [join(folder, ".unfinished-old"), join(folder, ".unfinished-recent")];
  await Promise.all([mkdir(old), mkdir(recent)]);
  const yesterday = Date.now() / 1000 - 86_400;
  await utimes(old, yesterday, yesterday);
  const fresh = await temporaryFolder(folder);
  expect((await readdir(folder)).sort()).toEqual([basename(fresh), ".unfinished-recent"].sort());
});

test("makeOnce does not repeat finished work", async () => {
  const target = join(folder, "thing");
  await makeOnce(target, (path) => writeFile(path, "first"));
  expect(await makeOnce(target, (path) => writeFile(path, "second"))).toBe("cached");
  expect(await readFile(target, "utf8")).toBe("first");
});

test("concurrent calls of makeOnce share the work", async () => {
  const target = join(folder, "thing");
  let made = 0;
  const make = async (path: string): Promise<void> => {
    made++;
    await writeFile(path, "once");
  };
  await Promise.all([makeOnce(target, make), makeOnce(target, make)]);
  expect(made).toBe(1);
});
