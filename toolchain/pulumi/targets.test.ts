import { expect, test } from "vitest";
import { release } from "./release.ts";
import { builtName, goBuildArguments, parseTargets, pluginsOf, readTargets } from "./targets.ts";

const program = { name: "x", label: "X", version: "1.0.0", package: "./cmd/x" };
const text = (change: object): string =>
  JSON.stringify({
    flags: ["-trimpath"],
    ldflags: "-s -w",
    environment: {},
    programs: [{ ...program, ...change }],
  });

test.each([
  ["./cmd/pulumi-resource-docker", "pulumi-resource-docker"],
  ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", "pulumi"],
  ["example.org/tool/v2", "tool"],
])("Go names the program of %s %s", (path, expected) => {
  expect(builtName(path)).toBe(expected);
});

test.each(["/etc/passwd", "bin/../../x", "elsewhere/x", "home/../bin"])(
  "refuses to install at %s",
  (install) => {
    expect(() => parseTargets(text({ install }))).toThrow();
  },
);

test("one command builds all programs with the flags given", () => {
  expect(goBuildArguments(parseTargets(text({ install: "bin/x" })), "/out")).toEqual([
    "build",
    "-v",
    "-trimpath",
    "-ldflags=-s -w",
    "-o",
    "/out/",
    "./cmd/x",
  ]);
});

test("only programs of a plugin kind are plugins", () => {
  expect(pluginsOf(parseTargets(text({})))).toEqual([]);
  expect(pluginsOf(parseTargets(text({ pluginKind: "resource" })))).toEqual([
    { kind: "resource", name: "x", version: "1.0.0" },
  ]);
});

test("a plugin that is fetched later can be left out", () => {
  expect(pluginsOf(parseTargets(text({ pluginKind: "resource" })), ["x"])).toEqual([]);
});

test("the engine that is built is the one that is downloaded elsewhere", () => {
  const engine = readTargets().programs.find(({ name }) => name === "pulumi");
  expect(engine).toMatchObject({ version: release.version, install: "bin/pulumi" });
});
