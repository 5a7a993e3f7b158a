import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { AfterMark, afterMark, outputMark } from "./output.ts";

const mark = `\n${outputMark}\n`;

test.each([
  [`${mark}one\n`, "one\n"],
  [`Welcome!${mark}one\n`, "one\n"],
  [`Welcome!\n${mark}`, ""],
  [`${mark}a${mark}b`, `a${mark}b`],
  [mark.trimEnd(), ""],
  ["Welcome!\n", undefined],
  [`${outputMark} is no line of its own`, undefined],
])("of %j %j is the command's", (output, own) => {
  expect(afterMark(output)).toBe(own);
});

test.each([1, 3, 1000])("a stream begins after the mark, in pieces of %d bytes", async (size) => {
  const all = Buffer.from(`Welcome, Zoë!${mark}é\n${mark}`);
  const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.subarray(at * size, (at + 1) * size),
  );
  expect(await text(Readable.from(pieces).pipe(new AfterMark()))).toBe(`é\n${mark}`);
});

test("a stream without a mark has nothing of the command", async () => {
  expect(await text(Readable.from([Buffer.from("Welcome!\n")]).pipe(new AfterMark()))).toBe("");
});
