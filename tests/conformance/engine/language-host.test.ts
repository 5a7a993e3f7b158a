import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Project, project } from "../testing/project.ts";
import { until } from "../testing/until.ts";

let made: Project;

beforeAll(async () => {
  made = await project("language-host");
});

afterAll(() => made?.remove());

const tells = `
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
enum Real { Code = 1 }
export const told = [config.require("plain"), pulumi.getProject(), pulumi.getStack(), Real.Code].join(" ");
export const hidden = config.requireSecret("hidden");
export const dryRun = pulumi.runtime.isDryRun();
`;

const judges = `
const { PolicyPack } = require("@pulumi/policy");
const pulumi = require("@pulumi/pulumi");
new PolicyPack("judge", { policies: [{
  name: "speak", description: "Says what it knows.", enforcementLevel: "mandatory",
  validateStack: (_, report) => report("judged " + pulumi.getStack() + " with " + new pulumi.Config().get("plain")),
}] });
`;

const waits = `
import { writeFileSync } from "node:fs";
writeFileSync("started", "");
await new Promise(() => setInterval(() => {}, 1000));
`;

describe("the language host of Node.js", () => {
  test("gives a program its configuration, secrets and names, with the node arguments of its project", async () => {
    await made.write({ "index.ts": tells });
    await made.pulumi("config", "set", "plain", "value");
    await made.pulumi("config", "set", "hidden", "Treasure-9", "--secret");
    const { exitCode, all } = await made.pulumi("up", "--yes", "--skip-preview");
    expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
    expect(all).toContain('"value language-host test 1"');
    expect(all).not.toContain("Treasure-9");
    expect(all).not.toMatch(/warning/i);
  });

  test("shows a program's error once, and nothing about exit codes", async () => {
    await made.write({ "index.ts": 'throw new Error("out of cheese");' });
    const { exitCode, all } = await made.pulumi("preview");
    expect(exitCode).not.toBe(0);
    expect(all).toContain("out of cheese");
    expect(all).not.toContain("exited with");
  });

  test("runs a policy pack that knows the stack and its configuration, and lets it refuse", async () => {
    const manifest = '{ "name": "judge", "version": "1.0.0", "main": "judge.cjs" }';
    const files = { "package.json": manifest, "PulumiPolicy.yaml": "runtime: nodejs\n", "judge.cjs": judges };
    await made.write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`pack/${name}`, text])));
    await made.write({ "index.ts": tells });
    const { exitCode, all } = await made.pulumi("preview", "--policy-pack", "pack");
    expect(exitCode).not.toBe(0);
    expect(all).toContain("judged test with value");
  });

  test("leaves no process behind when the engine is interrupted", async () => {
    await made.write({ "index.ts": waits });
    const running = made.start("preview");
    await until("the program runs", () => execa("test", ["-e", "started"], { cwd: made.folder }));
    running.kill("SIGINT");
    await running;
    await until("every process has ended", async () => {
      const found = await execa("pgrep", ["--full", made.folder], { reject: false });
      if (found.stdout) throw new Error(`still there: ${found.stdout}`);
    });
  });
});
