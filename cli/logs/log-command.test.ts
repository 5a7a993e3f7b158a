import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { logCommand } from "./log-command.ts";

test.each([
  ["tovplay-nginx", true, { tail: "200" }, "docker logs --tail 200 tovplay-nginx"],
  [
    "tovplay-nginx",
    true,
    { tail: "all", follow: true },
    /^sh -c .* sh docker logs --tail all --follow tovplay-nginx$/s,
  ],
  [
    "tovplay-postgres",
    true,
    { tail: "5" },
    /^docker exec tovplay-postgres sh -c ls .* sh \/var\/log\/postgresql 5$/,
  ],
  ["tovplay-postgres-staging", true, { tail: "all" }, / sh \/var\/log\/postgresql \+1$/],
  [
    "tovplay-postgres",
    true,
    { tail: "5", follow: true },
    /^docker exec --interactive tovplay-postgres sh -c .* 5$/s,
  ],
  ["tovplay-postgres", false, { tail: "5" }, "docker logs --tail 5 tovplay-postgres"],
  ["tovplay-postgres-exporter", true, { tail: "5" }, "docker logs --tail 5 tovplay-postgres-exporter"],
])("the log of %s, running: %s, with %j", (name, running, request, expected) => {
  expect(logCommand({ name, running }, request).words.join(" ")).toMatch(expected);
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tovplay-records-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Files of one moment are as old as each other, and a clock of the kernel is not fine enough to tell. */
function beginNext(): void {
  const next = join(folder, "11.json");
  writeFileSync(next, "fourth\nfifth\n");
  utimesSync(next, new Date(), new Date(Date.now() + 60_000));
}

test.runIf(process.platform === "linux")(
  "records are followed from file to file, until standard input ends",
  async () => {
    const script = fileURLToPath(new URL("follow-records.sh", import.meta.url));
    writeFileSync(join(folder, "10.json"), "first\nsecond\n");
    // A group of its own: the script ends all of its group.
    const child = execa("sh", [script, folder, "1"], { detached: true, reject: false, stdin: "pipe" });
    const seen: string[] = [];
    for await (const line of child) {
      seen.push(line);
      if (line === "second") appendFileSync(join(folder, "10.json"), "third\n");
      if (line === "third") beginNext();
      if (line === "fifth") child.stdin.end();
    }
    await child;
    expect(seen).toEqual(["second", "third", "fourth", "fifth"]);
  },
);
