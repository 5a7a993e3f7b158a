import * as random from "@pulumi/random";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Deployment, deployment } from "../testing/deployment.ts";
import { RawResource } from "../testing/raw-resource.ts";

let stack: Deployment;

beforeAll(async () => {
  stack = await deployment("random");
});

afterAll(() => stack?.close());

function program(keepers: Record<string, string>) {
  return async () => {
    const password = new random.RandomPassword("password", {
      length: 40,
      special: false,
      minUpper: 20,
      keepers,
    });
    const text = new random.RandomString("text", { length: 12, lower: false, upper: false, special: false });
    const id = new random.RandomId("id", { byteLength: 4, prefix: "p-" });
    const bytes = new random.RandomBytes("bytes", { length: 32 });
    return {
      password: password.result,
      hash: password.bcryptHash,
      text: text.result,
      hex: id.hex,
      dec: id.dec,
      base64: bytes.base64,
      bytesHex: bytes.hex,
    };
  };
}

const first = program({ epoch: "1" });

describe("random", () => {
  test("creates values in the requested format, marks the secret ones, and keeps them", async () => {
    expect((await stack.preview(first)).map(({ op }) => op)).toEqual(Array(4).fill("create"));
    const { outputs } = await stack.up(first);
    expect(outputs.password?.value).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(String(outputs.password?.value).replace(/[^A-Z]/g, "").length).toBeGreaterThanOrEqual(20);
    expect(outputs.hash?.value).toMatch(/^\$2a\$10\$/);
    expect(outputs.text?.value).toMatch(/^[0-9]{12}$/);
    expect(outputs.hex?.value).toMatch(/^p-[0-9a-f]{8}$/);
    expect(outputs.dec?.value).toBe(`p-${Number.parseInt(String(outputs.hex?.value).slice(2), 16)}`);
    const bytes = Buffer.from(String(outputs.base64?.value), "base64");
    expect(bytes.toString("hex")).toBe(outputs.bytesHex?.value);
    const secret = Object.entries(outputs).filter(([, output]) => output.secret);
    expect(secret.map(([name]) => name).sort()).toEqual(["base64", "bytesHex", "hash", "password"]);
    for (const [, { value }] of secret) expect(await stack.state()).not.toContain(value);
    expect(await stack.preview(first)).toEqual([]);
    expect(await stack.drift(first)).toEqual([]);
  });

  test("replaces a value when its keepers change", async () => {
    const changed = program({ epoch: "2" });
    expect(await stack.preview(changed)).toContainEqual(
      expect.objectContaining({ op: "replace", name: "password", changes: ["~keepers.epoch!"] }),
    );
    const before = (await stack.up(first)).outputs;
    const after = (await stack.up(changed)).outputs;
    expect(after.password?.value).not.toBe(before.password?.value);
    expect(after.text?.value).toBe(before.text?.value);
  });

  const refused: [string, random.RandomPasswordArgs, RegExp][] = [
    ["a length below 1", { length: 0 }, /length/],
    ["a minimum above the length", { length: 3, minLower: 4 }, /length/],
  ];
  test.each(refused)("refuses %s", async (_, args, message) => {
    const bad = async () => void new random.RandomPassword("bad", args);
    await expect(stack.preview(bad)).rejects.toThrow(message);
  });

  test("refuses a missing length", async () => {
    const token = "random:index/randomPassword:RandomPassword";
    const bad = async () => void new RawResource(token, "bad", {}, "4.21.2");
    await expect(stack.preview(bad)).rejects.toThrow(/length/);
  });
});
