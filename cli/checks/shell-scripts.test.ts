import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { wholeScripts, withWholeScripts } from "./shell-scripts.ts";

const files = [
  "provider/deployment-lock.sh",
  "infra/host/scripts/failure.sh",
  "infra/application/scripts/nginx-site.sh",
  "infra/application/scripts/site.sh",
];

test("a script of a host is checked with what it uses, and not again without", async () => {
  expect(wholeScripts(files)).toEqual(["application/site"]);
  await withWholeScripts(files, async ([first, second = "", ...more]) => {
    expect([first, ...more]).toEqual(["provider/deployment-lock.sh"]);
    expect(second).toMatch(/application\/site\.sh$/);
    expect(readFileSync(second, "utf8")).toMatch(/^fail\(\) \{$/m);
  });
});
