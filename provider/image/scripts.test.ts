import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packed } from "./archive.ts";
import { deliver, present, removeImage } from "./deliver.ts";
import { readSurvey } from "./host-state.ts";
import type { ImageInputs } from "./inputs.ts";
import { imageScripts } from "./scripts.ts";
import { StubEngine } from "./testing/stub-engine.ts";

let engine: StubEngine;

beforeEach(() => {
  engine = new StubEngine();
});

afterEach(() => engine.remove());

const connection = { host: "203.0.113.7", port: 22, user: "deploy", hostKey: "ssh-ed25519 AAAA" };
const image: ImageInputs = {
  connection,
  image: `sha256:${"a1".repeat(32)}`,
  delivery: "transfer",
  name: "tovplay/backend",
};
const scripts = (inputs = image) => imageScripts(engine.shell, inputs);
const state = (path: string) => join(engine.folder, "state", path);

describe("image-survey.sh", () => {
  const survey = async () =>
    readSurvey(await scripts().run("survey", { environment: { IMAGE: image.image } }));

  test("reports the layers and free space and changes nothing", async () => {
    engine.write("images/other:1", "sha256:other\n");
    const found = await survey();
    expect(found).toMatchObject({
      state: { architecture: "amd64", store: "classic", chains: [["sha256:l1", "sha256:l2"]] },
    });
    if ("state" in found) expect(found.state.engineSpace.bytes).toBeGreaterThan(0);
    expect(existsSync(state(""))).toBe(false);
  });

  test("works on a host without images", async () => {
    expect(await survey()).toMatchObject({ state: { chains: [] } });
  });

  test("reports files from earlier transfers", async () => {
    mkdirSync(state("partial"), { recursive: true });
    engine.write("state/partial/aa.part", "12345");
    engine.write("state/partial/bb.gz", "123");
    const found = await survey();
    expect(found).toMatchObject({ state: { parts: new Map([["aa", 5]]), pieces: new Map([["bb", 3]]) } });
  });

  test("tags an image that is present", async () => {
    engine.write("images/known", `${image.image}\n`);
    expect(await survey()).toEqual({ present: { id: image.image, layers: 2 } });
    expect(engine.tags()).toContain("tovplay/backend:a1a1a1a1a1a1");
  });

  test("fails with an explanation when the engine does not answer", async () => {
    engine.write("down", "");
    await expect(survey()).rejects.toThrow(
      /^203\.0\.113\.7: the Docker engine does not answer \(Cannot connect.*\); start it/,
    );
  });
});

describe("image-receive.sh", () => {
  const content = randomBytes(100_000);
  const sent = gzipSync(content);
  const digest = createHash("sha256").update(content).digest("hex");
  const receive = async (bytes: Buffer, offset = 0, size = sent.length) => {
    const environment = { DIGEST: digest, OFFSET: String(offset), SIZE: String(size) };
    const { code, stdout } = await scripts().ask("receive", { environment, stdin: bytes });
    return { code, held: stdout.trim(), files: readdirSync(state("partial")) };
  };

  test("keeps a file that matches its digest", async () => {
    expect(await receive(sent)).toEqual({ code: 0, held: "", files: [`${digest}.gz`] });
    expect(readFileSync(state(`partial/${digest}.gz`)).equals(sent)).toBe(true);
  });

  test("keeps the part received before a lost connection and continues there", async () => {
    expect(await receive(sent.subarray(0, 4000))).toMatchObject({ code: 5, held: "4000" });
    expect(await receive(sent.subarray(4000), 4000)).toMatchObject({ code: 0, files: [`${digest}.gz`] });
  });

  test("continues before the end of the received part if requested", async () => {
    await receive(sent.subarray(0, 4000));
    expect(await receive(sent.subarray(3000), 3000)).toMatchObject({ code: 0 });
  });

  test("refuses to continue after the end of the received part", async () => {
    await receive(sent.subarray(0, 4000));
    expect(await receive(sent.subarray(5000), 5000)).toMatchObject({ code: 3, held: "4000" });
  });

  test.each([
    ["a changed byte", () => Buffer.concat([sent.subarray(0, 999), Buffer.from("?"), sent.subarray(1000)])],
    ["different content", () => Buffer.concat([gzipSync(randomBytes(10)), Buffer.alloc(sent.length)])],
  ])("removes a file with %s", async (_, damaged) => {
    expect(await receive(damaged().subarray(0, sent.length))).toMatchObject({ code: 4, files: [] });
  });

  test("keeps files private", async () => {
    await receive(sent);
    expect(statSync(state("partial")).mode & 0o777).toBe(0o700);
  });
});

describe("image-load.sh", () => {
  const load = async () => {
    const environment = { IMAGE: "sha256:new", STORE: "classic", PIECES: "aa bb" };
    const stdin = await packed([["manifest.json", Buffer.from("[]")]]);
    return scripts().run("load", { environment, stdin });
  };
  beforeEach(() => {
    mkdirSync(state("partial"), { recursive: true });
    engine.write("state/partial/aa.gz", "a");
    engine.write("state/partial/bb.gz", "b");
  });

  test("loads documents and files, tags the image and removes the files", async () => {
    await load();
    expect(engine.lines("loaded")).toEqual(["aa.gz", "bb.gz", "manifest.json"]);
    expect(engine.tags()).toContain("tovplay/backend:a1a1a1a1a1a1");
    expect(readdirSync(state("partial"))).toEqual([]);
  });

  test("reports the engine's error and removes damaged files", async () => {
    engine.write("refuses", "");
    await expect(load()).rejects.toThrow(/refuses image sha256:new \(no space left on device\); see/);
    expect(readdirSync(state("partial"))).toEqual([]);
    expect(engine.tags()).toEqual([]);
  });
});

describe("image-prune.sh", () => {
  beforeEach(() => {
    mkdirSync(state("delivered/tovplay+backend"), { recursive: true });
    for (const [at, tag] of ["d0", "c1", "b2", "a3"].entries()) {
      engine.write(`images/tovplay+backend:${tag}`, `sha256:${tag}\n`);
      engine.write(`state/delivered/tovplay+backend/${tag}`, "");
      utimesSync(state(`delivered/tovplay+backend/${tag}`), 1000 + at, 1000 + at);
    }
    engine.write("images/tovplay+other:1", "sha256:other\n");
  });

  test.each([
    ["the newest images", "2", "", ["a3", "b2"]],
    ["images used by a container", "1", "sha256:d0 sha256:x", ["a3", "d0"]],
    ["all images if there are fewer", "9", "", ["a3", "b2", "c1", "d0"]],
    ["no images", "0", "", []],
  ])("keeps %s", async (_, keep, used, kept) => {
    engine.write("containers", used);
    await scripts().run("prune", { environment: { KEEP: keep } });
    expect(engine.tags()).toEqual([...kept.map((tag) => `tovplay/backend:${tag}`), "tovplay/other:1"]);
    expect(readdirSync(state("delivered/tovplay+backend")).sort()).toEqual(kept);
  });

  test("removes all unused images of a name when the delivery is removed", async () => {
    engine.write("containers", "sha256:c1");
    await removeImage(engine.shell, image);
    expect(engine.tags()).toEqual(["tovplay/backend:c1", "tovplay/other:1"]);
  });

  test("does nothing where nothing was delivered", async () => {
    await removeImage(engine.shell, { ...image, name: "tovplay/unknown" });
    expect(engine.tags()).toHaveLength(5);
  });
});

describe("an image by registry", () => {
  const reference = `registry.example.org/backend@sha256:${"b2".repeat(32)}`;
  const pulled: ImageInputs = { connection, image: reference, delivery: "registry", name: "tovplay/backend" };
  const credentials = { username: "puller", password: "hidden word" };
  const pull = (inputs: ImageInputs) => deliver(engine.shell, inputs, () => {});

  test("is pulled by digest and tagged once", async () => {
    expect(await present(engine.shell, pulled)).toBe(false);
    expect(await pull(pulled)).toMatchObject({ imageId: "sha256:pulled", layersSent: 1, sentBytes: 0 });
    expect(await present(engine.shell, pulled)).toBe(true);
    await pull(pulled);
    expect(engine.lines("calls").filter((call) => call.startsWith("pull"))).toEqual([`pull ${reference}`]);
    expect(engine.tags()).toContain("tovplay/backend:b2b2b2b2b2b2");
  });

  test("is pulled with a password that is not on a command line and is deleted afterwards", async () => {
    await pull({ ...pulled, credentials });
    expect(engine.lines("password")).toEqual([credentials.password]);
    expect(engine.lines("calls").join("\n")).not.toContain(credentials.password);
    expect(engine.lines("calls")).toContain("login --username puller --password-stdin registry.example.org");
    const [config = ""] = engine.lines("config");
    expect(config).toMatch(/^\//);
    expect(existsSync(config)).toBe(false);
  });

  test.each([
    ["refused", /registry registry\.example\.org refuses the login of puller \(unauthorized\); correct/],
    [
      "unreachable",
      /cannot pull .* \(no such host\); check .* or set the stack's image delivery to transfer$/,
    ],
  ])("fails with an explanation when the registry is %s", async (problem, sentence) => {
    engine.write(problem, "");
    await expect(pull({ ...pulled, credentials })).rejects.toThrow(sentence);
    expect(existsSync(engine.lines("config")[0] ?? "/")).toBe(false);
    expect(engine.tags()).toEqual([]);
  });
});
