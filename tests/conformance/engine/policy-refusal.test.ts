import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { goodContainer } from "../../../policies/testing/good-container.ts";
import { type Engine, startEngine } from "../../policy/engine.ts";
import { baseImage } from "../testing/images.ts";

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
    "refuses a bad container at %s with rule and fix, and creates nothing",
    async (command) => {
      const { exitCode, output } = await engine.run(command, bad);
      expect(exitCode).not.toBe(0);
      expect(output).toContain("[mandatory]");
      expect(output).toContain("not-privileged");
      expect(output).toContain("Container example is privileged. Leave privileged and devices unset");
      expect(output).toContain("image-pinned");
      expect(output).toContain("memory-limited");
      expect(await containers()).toBe("");
    },
  );

  it("creates a good container", async () => {
    const debian = await baseImage("debian", "debian:trixie-slim");
    const { stdout: image } = await execa("docker", ["image", "inspect", "--format", "{{.Id}}", debian]);
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
