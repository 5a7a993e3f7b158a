import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { baseImages } from "./image-bases.ts";
import { archiveOf, buildArguments } from "./image-build.ts";
import { hashOf, type ImageName, imageInputs, manifestForImages } from "./image-inputs.ts";

const files = {
  "package.json":
    '{"name":"tovplay","type":"module","workspaces":["app/*"],"devDependencies":{"linter":"1"}}',
  "package-lock.json": "{}",
  "tsconfig.json": "{}",
  "app/backend/package.json": "{}",
  "app/backend/src/server.ts": "serve();",
  "app/backend/src/server.test.ts": "test();",
  "app/backend/dist/server.js": "built",
  "app/backend/node_modules/x/index.js": "package",
  "app/frontend/package.json": "{}",
  "app/frontend/src/main.tsx": "show();",
  "app/runtime/package.json": "{}",
  "app/runtime/src/log.ts": "log();",
};

function checkout(changes: Record<string, string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "image-"));
  for (const [path, content] of Object.entries({ ...files, ...changes })) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const hash = (name: ImageName, changes?: Record<string, string>) =>
  hashOf(imageInputs(name, checkout(changes)));

test("the backend's image is built from all manifests and its own sources, without tests and build output", () => {
  expect(imageInputs("backend", checkout()).map(({ path }) => path)).toEqual([
    "app/backend/package.json",
    "app/backend/src/server.ts",
    "app/frontend/package.json",
    "app/runtime/package.json",
    "app/runtime/src/log.ts",
    "package-lock.json",
    "package.json",
  ]);
});

test.each([
  ["a source", "app/backend/src/server.ts", true],
  ["an imported workspace", "app/runtime/src/log.ts", true],
  ["the packages", "package-lock.json", true],
  ["a test", "app/backend/src/server.test.ts", false],
  ["build output", "app/backend/dist/server.js", false],
  ["the other application", "app/frontend/src/main.tsx", false],
])("changing %s (%s) rebuilds the image: %s", (_name, path, changes) => {
  expect(hash("backend", { [path]: '{"changed":true}' }) !== hash("backend")).toBe(changes);
});

test("a new version of a lint tool does not change an image", () => {
  const newer = files["package.json"].replace('"linter":"1"', '"linter":"2"');
  expect(hash("backend", { "package.json": newer })).toBe(hash("backend"));
  expect(manifestForImages(newer)).toBe(
    '{"name":"tovplay","private":true,"type":"module","workspaces":["app/*"]}\n',
  );
});

test("a copy of a checkout gives a byte-identical archive", async () => {
  const digest = async (root: string) => {
    const sum = createHash("sha256");
    for await (const chunk of archiveOf(imageInputs("backend", root))) sum.update(chunk as Buffer);
    return sum.digest("hex");
  };
  const root = checkout();
  const copy = mkdtempSync(join(tmpdir(), "image-"));
  cpSync(root, copy, { recursive: true });
  expect(await digest(copy)).toBe(await digest(root));
});

const id = `sha256:${"a".repeat(64)}`;

function imagesFile(images: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), "bases-")), "images.json");
  writeFileSync(path, typeof images === "string" ? images : JSON.stringify(images));
  return path;
}

test("baseImages accepts IDs and pinned references", () => {
  const node = `node:24-slim@${id}`;
  const file = imagesFile({ node, debian: id, other: "x" });
  expect(baseImages("backend", file)).toEqual({ NODE_IMAGE: node, DEBIAN_IMAGE: id });
});

test.each([
  [undefined, /TOVPLAY_IMAGES_FILE is not set/],
  ["/nowhere/images.json", /is not a list of base images\. Run \.\/tovrun setup/],
  [imagesFile("{"), /is not a list of base images/],
  [imagesFile({ node: id }), /has no pinned image debian/],
  [imagesFile({ node: "node:latest", debian: id }), /has no pinned image node/],
])("baseImages refuses the file %s with: %s", (file, wording) => {
  expect(() => baseImages("backend", file)).toThrow(wording);
});

test("an image is tagged and labelled with the hash of its inputs", () => {
  const image = {
    name: "backend",
    tag: "tovplay/backend:0123456789abcdef",
    hash: "0123456789abcdef0",
    bases: {},
  } as const;
  expect(buildArguments(image).join(" ")).toBe(
    "build --force-rm --network host --tag tovplay/backend:0123456789abcdef --file app/backend/Dockerfile " +
      "--label org.tovplay.inputs=0123456789abcdef0 --label org.tovplay.image=backend " +
      "--build-arg TOVPLAY_VERSION=0123456789abcdef -",
  );
});
