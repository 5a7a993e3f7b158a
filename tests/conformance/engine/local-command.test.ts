import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Deployment, deployment } from "../testing/deployment.ts";
import { RawResource } from "../testing/raw-resource.ts";

let stack: Deployment;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tovplay-conformance-files-"));
  stack = await deployment("local-command");
});

afterAll(async () => {
  try {
    await stack?.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

const quiet = { logging: local.Logging.None };

interface Variation {
  text?: string;
  trigger?: string;
}

function program({ text = "one", trigger = "a" }: Variation = {}) {
  return async () => {
    const file = new local.Command("file", {
      create: 'cat > file && echo "created $TEXT"',
      update: 'cat > file && echo "was: $PULUMI_COMMAND_STDOUT"',
      delete: "rm -f file",
      dir: folder,
      environment: { TEXT: text },
      stdin: pulumi.secret(`hidden ${text}`),
      triggers: [trigger],
      ...quiet,
    });
    const plain = new local.Command("plain", {
      create: "print('plain')",
      interpreter: ["python3", "-c"],
      ...quiet,
    });
    return { file: file.stdout, plain: plain.stdout };
  };
}

describe("command:local:Command", () => {
  test("creates resources, and then has nothing to do", async () => {
    expect((await stack.preview(program())).map(({ op }) => op)).toEqual(["create", "create"]);
    expect(existsSync(join(folder, "file"))).toBe(false);
    const { outputs } = await stack.up(program());
    expect(outputs.file).toEqual({ value: "created one", secret: true });
    expect(outputs.plain).toEqual({ value: "plain", secret: false });
    expect(await readFile(join(folder, "file"), "utf8")).toBe("hidden one");
    expect(await stack.preview(program())).toEqual([]);
    expect(await stack.drift(program())).toEqual([]);
    expect(await stack.state()).not.toContain("hidden");
  });

  test("updates with the previous output in its environment", async () => {
    const { outputs, steps } = await stack.up(program({ text: "two" }));
    expect(steps).toEqual([
      expect.objectContaining({ op: "update", name: "file", changes: ["~environment.TEXT", "~stdin"] }),
    ]);
    expect(outputs.file?.value).toBe("was: created one");
    expect(await readFile(join(folder, "file"), "utf8")).toBe("hidden two");
  });

  test("replaces when a trigger changes", async () => {
    const { steps } = await stack.up(program({ text: "two", trigger: "b" }));
    expect(steps.map(({ op }) => op)).toContain("replace");
  });

  test("reports what a failing command printed, and records no resource", async () => {
    const failing = async () =>
      void new local.Command("failing", { create: "echo why >&2; exit 7", ...quiet });
    await expect(stack.up(failing)).rejects.toThrow(/exit status 7[\s\S]*why/);
    expect(await stack.state()).not.toContain("::failing");
  });

  test("refuses an unknown property", async () => {
    const args = { create: "true", bogus: 1 };
    const bad = async () => void new RawResource("command:local:Command", "bad", args, "1.2.1");
    await expect(stack.preview(bad)).rejects.toThrow(/bogus/);
  });

  test("runs delete when it is destroyed", async () => {
    await stack.up(program());
    await stack.destroy();
    expect(existsSync(join(folder, "file"))).toBe(false);
  });
});
