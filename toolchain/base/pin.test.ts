import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pinOf } from "./pin.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const major = read(".nvmrc").trim();

test.each(["linux-x64", "linux-arm64", "darwin-x64"])(
  "the Node that %s is brought is of the project's major version",
  (kind) => {
    expect(pinOf(`node-${kind}`).spec).toMatch(new RegExp(`^node-${kind}@${major}\\.`));
  },
);

test.each([
  ["package.json", `"node": ">=${major}"`],
  ["tovrun", `[ "$major" -ge ${major} ]`],
  ["toolchain/images.json", `"reference": "node:${major}-trixie-slim"`],
  ["app/backend/build.ts", `target: "node${major}"`],
  ["app/backup/build.ts", `target: "node${major}"`],
  ["app/guardian/build.ts", `target: "node${major}"`],
])("%s names the Node of .nvmrc", (path, text) => {
  expect(read(path)).toContain(text);
});

test("a package that is not pinned is refused", () => {
  expect(() => pinOf("node-plan9-x64")).toThrow(/does not pin node-plan9-x64/);
});
