import { expect, test } from "vitest";
import { release } from "./release.ts";
import { builtName, goBuildArguments, parseTargets, pluginsOf, readTargets } from "./targets.ts";

const program = { name: "x", label: "X", version: "1.0.0", package: "./cmd/x", install: "bin/x" };
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
])("builtName of %s is %s", (path, expected) => {
  expect(builtName(path)).toBe(expected);
});

test.each(["/etc/passwd", "bin/../../x", "elsewhere/x", "home/../bin"])(
  "parseTargets refuses to install at %s",
  (install) => {
    expect(() => parseTargets(text({ install }))).toThrow();
  },
);

test("goBuildArguments builds each program once, with the given flags", () => {
  const targets = parseTargets(text({}));
  const twice = { ...targets, programs: targets.programs.flatMap((each) => [each, each]) };
  expect(goBuildArguments(twice, "/out")).toEqual([
    "build",
    "-v",
    "-trimpath",
    "-ldflags=-s -w",
    "-o",
    "/out/",
    "./cmd/x",
  ]);
});

test("pluginsOf returns only programs with a plugin kind", () => {
  expect(pluginsOf(parseTargets(text({})))).toEqual([]);
  expect(pluginsOf(parseTargets(text({ pluginKind: "resource" })))).toEqual([
    { kind: "resource", name: "x", version: "1.0.0" },
  ]);
});

test("pluginsOf can leave out a plugin that is fetched later", () => {
  expect(pluginsOf(parseTargets(text({ pluginKind: "resource" })), ["x"])).toEqual([]);
});

test("the built engine has the same version as the downloaded one", () => {
  const engine = readTargets().programs.find(({ name }) => name === "pulumi");
  expect(engine).toMatchObject({ version: release.version, install: "bin/pulumi" });
});
