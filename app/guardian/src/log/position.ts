import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { z } from "zod";

/** Bytes that identify a file: its first record, which contains a time. */
const headBytes = 256;

const position = z.object({
  /** Bytes already processed. */
  offset: z.number().int().nonnegative(),
  /** Number of first bytes that `hash` covers. */
  headBytes: z.number().int().min(0).max(headBytes),
  hash: z.string().max(64),
});

/** Read position in a file. */
export type Position = z.output<typeof position>;

/** Read position in each log file, by its name. */
export const positionsSchema = z.record(z.string().max(255), position);

export type Positions = z.output<typeof positionsSchema>;

export const unread: Position = { offset: 0, headBytes: 0, hash: "" };

/**
 * Where to resume in a file of `size` bytes. A file that was truncated, even if it has grown since, starts with
 * different bytes and is read from its start.
 */
export async function positionIn(file: FileHandle, size: number, last: Position): Promise<Position> {
  const head = await bytesAt(file, 0, Math.min(size, headBytes));
  const known = last.headBytes > 0 && head.length >= last.headBytes;
  const same = known && last.offset <= size && hashOf(head.subarray(0, last.headBytes)) === last.hash;
  return { offset: same ? last.offset : 0, headBytes: head.length, hash: hashOf(head) };
}

/** At most `length` bytes of a file; fewer where it ends. */
export async function bytesAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
