import { once } from "node:events";
import { watch } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SmallCheckout } from "./testing/small-checkout.ts";

let checkout: SmallCheckout;
beforeEach(() => {
  checkout = new SmallCheckout();
  checkout.write("toolchain/main.ts", 'import { word } from "./part.ts";\nconsole.log(word as string);');
  checkout.write("toolchain/part.ts", 'export const word: string = "first";');
});
afterEach(() => checkout.remove());

test("a program runs from the bundle that was made for the same sources", async () => {
  expect(await checkout.run()).toBe("first");
  const made = checkout.made();
  expect(await checkout.run()).toBe("first");
  expect(checkout.made()).toEqual(made);
});

test("a changed source is seen, and an earlier bundle is found again with its sources", async () => {
  await checkout.run();
  checkout.write("toolchain/part.ts", 'export const word: string = "again";');
  expect(await checkout.run()).toBe("again");
  checkout.write("toolchain/part.ts", 'export const word: string = "first";');
  expect(await checkout.run()).toBe("first");
  expect(checkout.made()).toHaveLength(2);
});

test.each(["package-lock.json", "paths.ts", "bundles/key.mjs", "toolchain/deep/new.ts"])(
  "a change of %s makes a new bundle",
  async (path) => {
    await checkout.run();
    checkout.append(path, "\n");
    expect(await checkout.run()).toBe("first");
    expect(checkout.made()).toHaveLength(2);
  },
);

test("a stack trace points to the sources", async () => {
  checkout.write(
    "toolchain/part.ts",
    'interface Word {\n  text: string;\n}\nexport const { text: word }: Word = fail();\n\nfunction fail(): Word {\n  throw new Error("no word");\n}',
  );
  const said = await checkout.run();
  expect(said).toContain("Error: no word");
  expect(said).toContain(`at fail (${checkout.at("toolchain/part.ts")}:7:9)`);
});

test("a source finds the files beside it", async () => {
  checkout.write("toolchain/main.ts", 'console.log(new URL("beside.txt", import.meta.url).pathname);');
  expect(await checkout.run()).toBe(checkout.at("toolchain/beside.txt"));
});

test("a source that the key does not cover is refused by name", async () => {
  checkout.write("elsewhere/part.ts", 'export const word = "elsewhere";');
  checkout.write("toolchain/part.ts", 'export { word } from "../elsewhere/part.ts";');
  expect(await checkout.run()).toContain("the bundle toolchain has elsewhere/part.ts, which");
});

test("a source that does not compile is named, and leaves nothing behind", async () => {
  checkout.write("toolchain/part.ts", "export const word = ;");
  expect(await checkout.run()).toContain("toolchain/part.ts:1:20");
  expect(checkout.made()).toEqual([]);
});

test("a process killed while it writes a bundle leaves none that would be used", async () => {
  const killed = checkout.start();
  const watcher = watch(checkout.bundles, (_, name) => {
    if (name?.startsWith(".unfinished-")) killed.kill("SIGKILL");
  });
  await once(killed, "exit");
  watcher.close();
  expect(checkout.made().filter((name) => !name.startsWith(".unfinished-"))).toEqual([]);
  expect(await checkout.run()).toBe("first");
});

test("two processes that make the same bundle at once both run", async () => {
  expect(await Promise.all([checkout.run(), checkout.run()])).toEqual(["first", "first"]);
  expect(checkout.made()).toHaveLength(1);
});
