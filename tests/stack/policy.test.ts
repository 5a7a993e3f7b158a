import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containerType } from "../../policies/container-policy.ts";
import { type Fixtures, goodContainer } from "../../policies/good-container.ts";
import { ruleNames } from "../../policies/load-policies.ts";
import { type Engine, startEngine } from "../policy/engine.ts";

const name = `tovplay-policy-test-${process.pid}`;
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

async function containers(): Promise<string> {
  const { stdout } = await execa("docker", ["ps", "--all", "--quiet", "--filter", `name=^${name}$`]);
  return stdout;
}

describe("the real engine with the policy pack", () => {
  const bad = { name, image: "debian:latest", privileged: true, start: false, mustRun: false };

  it.each(["preview", "up"] as const)(
    "refuses a bad container at %s, names rule and mend, creates nothing",
    async (command) => {
      const { exitCode, output } = await engine.run(command, bad);
      expect(exitCode).not.toBe(0);
      expect(output).toContain("[mandatory]");
      expect(output).toContain("not-privileged");
      expect(output).toContain("Container example is privileged. Leave privileged unset");
      expect(output).toContain("image-pinned");
      expect(output).toContain("memory-limited");
      expect(await containers()).toBe("");
    },
  );

  it("creates a good container", async () => {
    const { stdout } = await execa("docker", ["image", "ls", "--quiet", "--no-trunc"]);
    const image = stdout.split("\n")[0];
    const good = { ...goodContainer, name, image, ports: [], start: false, mustRun: false };
    try {
      expect(await engine.run("up", good)).toMatchObject({ exitCode: 0 });
      expect(await containers()).not.toBe("");
    } finally {
      expect(await engine.run("destroy", good)).toMatchObject({ exitCode: 0 });
    }
    expect(await containers()).toBe("");
  });
});

describe("the pack on a state that is already there", async () => {
  const fixtures = await loadFixtures();
  const resources = (cases: [string, object][]) =>
    cases.map(([id, inputs]) => {
      const urn = `urn:pulumi:test::tovplay::${containerType}::${id}`;
      return { urn, custom: true, id, type: containerType, inputs, outputs: inputs };
    });

  it("finds every bad fixture of every rule", async () => {
    const { exitCode, output } = await engine.analyze(resources(fixtures.bad));
    expect(exitCode).not.toBe(0);
    expect(fixtures.bad.map(([id]) => id).filter((id) => !output.includes(`Container ${id} `))).toEqual([]);
  });

  it("accepts every good fixture of every rule", async () => {
    expect(await engine.analyze(resources(fixtures.good))).toMatchObject({ exitCode: 0 });
  });
});

async function loadFixtures() {
  const cases = (rule: string, patches: object[]): [string, object][] =>
    patches.map((patch, index) => [`${rule}-${index}`, { ...goodContainer, ...patch }]);
  const good: [string, object][] = [];
  const bad: [string, object][] = [];
  for (const rule of await ruleNames()) {
    const { fixtures }: { fixtures: Fixtures } = await import(`../../policies/rules/${rule}.fixtures.ts`);
    good.push(...cases(rule, Object.values(fixtures.good)));
    bad.push(
      ...cases(
        rule,
        Object.values(fixtures.bad).map(({ says: _, ...patch }) => patch),
      ),
    );
  }
  return { good, bad };
}
