import { expect, test } from "vitest";
import { archiveName, checksumFor, release } from "./release.ts";

const sum = "a".repeat(64);

test.each([[`${sum}  one.tar.gz`], [`${"b".repeat(64)}  other.tar.gz\n${sum} *one.tar.gz\n`]])(
  "checksumFor finds a file's checksum in %j",
  (list) => {
    expect(checksumFor(list, "one.tar.gz")).toBe(sum);
  },
);

test.each([[""], [`${sum}  one.tar.gz.sig`], ["short  one.tar.gz"], ["<html>one.tar.gz</html>"]])(
  "checksumFor refuses %j",
  (list) => {
    expect(() => checksumFor(list, "one.tar.gz")).toThrow(/does not contain one.tar.gz/);
  },
);

test("archiveName names a platform's archive and refuses an unsupported platform", () => {
  expect(archiveName("linux", "arm64")).toBe(`pulumi-v${release.version}-linux-arm64.tar.gz`);
  expect(() => archiveName("win32", "x64")).toThrow(/no Pulumi for win32-x64/);
});
