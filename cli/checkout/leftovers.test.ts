import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { type DockerCall, leftoverNames, listLeftovers, ownerLabels, removeLeftovers } from "./leftovers.ts";

/** The values of this process's own labels. */
const own = ownerLabels()
  .filter((word) => word !== "--label")
  .map((label) => label.split("=")[1] ?? "");

/** Docker with one container of an adoption, owned as given. */
const dockerWith =
  (owner: readonly string[]): DockerCall =>
  async (args) => {
    const known = args.includes("label=org.tovplay.part=adoption");
    return { code: 0, stdout: known ? ["4711", "tovplay-adoption-1", ...owner].join("\t") : "", stderr: "" };
  };

test.each([
  ["this launcher", false, own],
  ["a launcher that is no more", true, [hostname(), String(spawnSync("true").pid), own[2] ?? ""]],
  ["an earlier process of the same number", true, [hostname(), String(process.pid), "1"]],
  ["a launcher of another machine", false, ["elsewhere", "1", "1"]],
  ["nobody that it names", true, ["", "", ""]],
])("a container of %s is left over: %s", async (_, left, owner) => {
  expect((await listLeftovers(dockerWith(owner))).map(({ name }) => name)).toEqual(
    left ? ["tovplay-adoption-1"] : [],
  );
});

test("nothing is left over where Docker does not answer", async () => {
  expect(await listLeftovers(async () => ({ code: 1, stdout: "", stderr: "no engine" }))).toEqual([]);
});

test("what is removed takes its volumes along, and what stays is named", async () => {
  const calls: string[] = [];
  const docker: DockerCall = async (args) => {
    calls.push(args.join(" "));
    return { code: args.includes("b") ? 1 : 0, stdout: "", stderr: "" };
  };
  const left = ["a", "b"].map((id) => ({ id, name: `name-${id}`, purpose: "restore" as const }));
  expect(await removeLeftovers(docker, left)).toEqual(["name-b"]);
  expect(calls).toEqual(["rm --force --volumes a", "rm --force --volumes b"]);
});

test("leftovers are named with what they were made for", () => {
  const left = [
    { id: "1", name: "tovplay-restore", purpose: "restore" as const },
    { id: "2", name: "tovplay-adoption-1", purpose: "adoption" as const },
  ];
  expect(leftoverNames(left)).toBe("tovplay-restore (restore), tovplay-adoption-1 (adoption)");
});
