import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDump } from "./source.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tovplay-source-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function read(content: Buffer): Promise<string> {
  const name = join(folder, "dump.zst");
  writeFileSync(name, content);
  const source = await openDump(name);
  const chunks: Buffer[] = [];
  for await (const chunk of source.bytes(() => undefined)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

// Larger than what is read of a file at once.
const rows = `-- PostgreSQL database dump\n${randomBytes(400_000).toString("hex")}\n`;
const frame = zstdCompressSync(rows);

test("a dump in several Zstandard frames is read to its end", async () => {
  expect((await read(Buffer.concat([frame, frame, zstdCompressSync("end")]))) === `${rows}${rows}end`).toBe(
    true,
  );
});

test.each([
  ["cut off in its only frame", frame.subarray(0, -5)],
  ["cut off in its second frame", Buffer.concat([frame, frame.subarray(0, 1000)])],
  ["followed by something else", Buffer.concat([frame, Buffer.from("more of it")])],
  ["followed by something else that a frame comes after", Buffer.concat([frame, Buffer.from("more"), frame])],
])("a Zstandard dump %s is refused", async (_, content) => {
  await expect(read(content)).rejects.toThrow(/is damaged or truncated/);
});
