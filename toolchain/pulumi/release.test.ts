import { expect, test } from "vitest";
import { archiveName, checksumFor, release } from "./release.ts";

const sum = "a".repeat(64);

test.each([[`${sum}  one.tar.gz`], [`${"b".repeat(64)}  other.tar.gz\n${sum} *one.tar.gz\n`]])(
  "finds a file's checksum in %j",
  (list) => {
    expect(checksumFor(list, "one.tar.gz")).toBe(sum);
  },
);

test.each([[""], [`${sum}  one.tar.gz.sig`], ["short  one.tar.gz"], ["<html>one.tar.gz</html>"]])(
  "refuses %j",
  (list) => {
    expect(() => checksumFor(list, "one.tar.gz")).toThrow(/does not name one.tar.gz/);
  },
);

test("names the archive of a platform, and refuses one that has none", () => {
  expect(archiveName("linux", "arm64")).toBe(`pulumi-v${release.version}-linux-arm64.tar.gz`);
  expect(() => archiveName("win32", "x64")).toThrow(/no Pulumi for win32-x64/);
});
