import { appendFileSync, mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { followFiles } from "./follower.ts";
import { addBytes, emptyBuffer, longestLine } from "./line-buffer.ts";
import type { Positions } from "./position.ts";

function folder() {
  const directory = mkdtempSync(join(tmpdir(), "follower-"));
  const file = join(directory, "postgresql-11.json");
  const follow = (positions?: Positions) => {
    const follower = followFiles(directory, positions);
    const read = async () => (await follower.poll()).lines.map(({ text }) => text);
    return { read, positions: follower.positions };
  };
  return { directory, file, follow };
}

test("what was there at first is left out, what comes is read once", async () => {
  const { file, follow } = folder();
  writeFileSync(file, "old\n");
  const { read } = follow();
  expect(await read()).toEqual([]);
  appendFileSync(file, "a\nb\nhal");
  expect(await read()).toEqual(["a", "b"]);
  appendFileSync(file, "f\n");
  expect(await read()).toEqual(["half"]);
  expect(await read()).toEqual([]);
});

test("a new file is read from its beginning", async () => {
  const { directory, file, follow } = folder();
  writeFileSync(file, "old\n");
  const { read } = follow();
  await read();
  appendFileSync(file, "last of the hour\n");
  writeFileSync(join(directory, "postgresql-12.json"), "first of the next\n");
  writeFileSync(join(directory, "postgresql-12.log"), "not structured\n");
  expect((await read()).sort()).toEqual(["first of the next", "last of the hour"]);
});

test("a file that is truncated is read anew, also when it has grown beyond where it was", async () => {
  const { file, follow } = folder();
  writeFileSync(file, "");
  const { read } = follow();
  await read();
  appendFileSync(file, "yesterday\nhal");
  expect(await read()).toEqual(["yesterday"]);
  truncateSync(file);
  appendFileSync(file, "today is longer\n");
  expect(await read()).toEqual(["today is longer"]);
});

test("after a restart it goes on where it ended, before a line that was half there", async () => {
  const { file, follow } = folder();
  writeFileSync(file, "");
  const before = follow();
  await before.read();
  appendFileSync(file, "a\nhal");
  expect(await before.read()).toEqual(["a"]);
  appendFileSync(file, "f\nb\n");
  const after = follow(before.positions());
  expect(await after.read()).toEqual(["half", "b"]);
});

test("after a restart a file that began anew meanwhile is read as a whole", async () => {
  const { file, follow } = folder();
  writeFileSync(file, "");
  const before = follow();
  await before.read();
  appendFileSync(file, "yesterday\n");
  await before.read();
  writeFileSync(file, "today\nand more of it\n");
  expect(await follow(before.positions()).read()).toEqual(["today", "and more of it"]);
});

test("a folder that is not there is an error, and read once it is", async () => {
  const { directory } = folder();
  await expect(followFiles(join(directory, "nowhere"), undefined).poll()).rejects.toThrow(/ENOENT/);
});

test("however bytes arrive, the lines are the same", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.array(fc.nat(40)), (text, cuts) => {
      const bytes = Buffer.from(`${text}\n`);
      let state = emptyBuffer;
      const lines: string[] = [];
      for (let start = 0, index = 0; start < bytes.length; index++) {
        const end = start + (cuts[index] ?? 7) + 1;
        const added = addBytes(state, bytes.subarray(start, end));
        lines.push(...added.lines.map((line) => line.text));
        state = added.buffer;
        start = end;
      }
      expect(lines).toEqual(Buffer.from(text).toString().split("\n"));
      expect(state.pending).toHaveLength(0);
    }),
  );
});

test("a line without an end takes no more memory than the longest one, and is told of once", () => {
  let state = emptyBuffer;
  let told = 0;
  for (let index = 0; index < 40; index++) {
    const added = addBytes(state, Buffer.alloc(100_000, "x"));
    told += added.lines.filter((line) => !line.whole && line.text.length === 4096).length;
    state = added.buffer;
    expect(state.pending.length).toBeLessThanOrEqual(longestLine);
  }
  const { lines } = addBytes(state, Buffer.from("rest\nnext\n"));
  expect([told, lines.map(({ text }) => text)]).toEqual([1, ["next"]]);
});
