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

test("the follower skips existing lines and reads new ones once", async () => {
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

test("the follower reads a new file from its start", async () => {
  const { directory, file, follow } = folder();
  writeFileSync(file, "old\n");
  const { read } = follow();
  await read();
  appendFileSync(file, "last of the hour\n");
  writeFileSync(join(directory, "postgresql-12.json"), "first of the next\n");
  writeFileSync(join(directory, "postgresql-12.log"), "not structured\n");
  expect((await read()).sort()).toEqual(["first of the next", "last of the hour"]);
});

test("the follower reads a truncated file again, even if it has since grown longer", async () => {
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

test("the follower resumes after a restart at the last incomplete line", async () => {
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

test("the follower reads a file from its start if it was truncated during a restart", async () => {
  const { file, follow } = folder();
  writeFileSync(file, "");
  const before = follow();
  await before.read();
  appendFileSync(file, "yesterday\n");
  await before.read();
  writeFileSync(file, "today\nand more of it\n");
  expect(await follow(before.positions()).read()).toEqual(["today", "and more of it"]);
});

test("the follower fails for a missing folder", async () => {
  const { directory } = folder();
  await expect(followFiles(join(directory, "nowhere"), undefined).poll()).rejects.toThrow(/ENOENT/);
});

test("the line buffer gives the same lines however the bytes arrive", () => {
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

test("the line buffer limits an endless line's memory and reports it once", () => {
  let state = emptyBuffer;
  let reported = 0;
  for (let index = 0; index < 40; index++) {
    const added = addBytes(state, Buffer.alloc(100_000, "x"));
    reported += added.lines.filter((line) => !line.whole && line.text.length === 4096).length;
    state = added.buffer;
    expect(state.pending.length).toBeLessThanOrEqual(longestLine);
  }
  const { lines } = addBytes(state, Buffer.from("rest\nnext\n"));
  expect([reported, lines.map(({ text }) => text)]).toEqual([1, ["next"]]);
});
