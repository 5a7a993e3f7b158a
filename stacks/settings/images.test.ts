import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { imagesSchema, readImages } from "./images.ts";

const folder = mkdtempSync(join(tmpdir(), "tovplay-images-"));
afterAll(() => rmSync(folder, { recursive: true }));

const image = `sha256:${"0".repeat(64)}`;
const others = Object.fromEntries(Object.keys(imagesSchema.shape).map((name) => [name, image]));

/** What is read of a file with these images besides those of everything but logs. */
function read(stores: object) {
  const file = join(folder, "images.json");
  writeFileSync(file, JSON.stringify({ ...others, ...stores }));
  return readImages(file);
}

test.each(["loki", "victorialogs"] as const)(
  "%s keeps the logs where its image is among the others",
  (kind) => {
    expect(read({ [kind]: image })).toEqual({ images: others, logStore: { kind, image } });
  },
);

test.each([
  ["no log store", {}],
  ["two of them", { loki: image, victorialogs: image }],
  ["one without a digest", { victorialogs: "victorialogs:latest" }],
])("images with %s are refused", (_, stores) => {
  expect(() => read(stores)).toThrow(
    /images\.json is incomplete, .*must name one of loki, victorialogs, pinned by a digest/,
  );
});
