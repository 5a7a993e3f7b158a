import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { addBytes, emptyBuffer, type Line, type LineBuffer } from "./line-buffer.ts";
import { bytesAt, type Position, type Positions, positionIn, unread } from "./position.ts";

/** Bytes read from one file at a time. */
const chunk = 256 * 1024;

/** Result of one read of a {@link Follower}. */
export interface Portion {
  lines: Line[];
  /** Bytes not read yet. */
  behind: number;
}

/** Reads new lines in the files of a folder, at most one chunk of each file at a time. */
export interface Follower {
  /** @throws when the folder cannot be read */
  poll(): Promise<Portion>;
  /** Where to resume after a restart: at the first line that {@link poll} has not returned. */
  positions(): Positions;
}

interface Followed {
  position: Position;
  buffer: LineBuffer;
  /** Size and modification time at the last read, so that an unchanged file is not opened. */
  seen: string;
}

/**
 * Follows the `.json` files of a folder, which the server rotates and truncates before it writes to them again.
 * @param last positions of an earlier run; without them existing lines are skipped
 */
export function followFiles(directory: string, last: Positions | undefined): Follower {
  const files = new Map<string, Followed>();
  let first = last === undefined;

  const followed = (name: string): Followed =>
    files.get(name) ?? { position: last?.[name] ?? unread, buffer: emptyBuffer, seen: "" };

  return {
    async poll() {
      const portion: Portion = { lines: [], behind: 0 };
      const listed = await filesIn(directory);
      for (const { name, size, changed } of listed) {
        const before = followed(name);
        const seen = `${size} ${changed}`;
        if (before.seen === seen && before.position.offset >= size) continue;
        const read = await readOn(join(directory, name), before, first);
        files.set(name, { ...read.followed, seen });
        portion.lines.push(...read.lines);
        portion.behind += Math.max(0, size - read.followed.position.offset);
      }
      for (const name of files.keys()) if (!listed.some((file) => file.name === name)) files.delete(name);
      first = false;
      return portion;
    },
    positions: () =>
      Object.fromEntries(
        [...files].map(([name, { position, buffer }]) => [
          name,
          { ...position, offset: position.offset - buffer.pending.length },
        ]),
      ),
  };
}

/** Log files, oldest modification first. */
async function filesIn(directory: string) {
  const names = (await readdir(directory)).filter((name) => /^[\w.-]{1,200}\.json$/.test(name));
  const files = await Promise.all(
    names.slice(0, 200).map(async (name) => {
      const found = await stat(join(directory, name)).catch(() => undefined);
      return found?.isFile() ? [{ name, size: found.size, changed: found.mtimeMs }] : [];
    }),
  );
  return files.flat().sort((a, b) => a.changed - b.changed);
}

async function readOn(path: string, before: Followed, skip: boolean) {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const position = await positionIn(file, size, before.position);
    if (skip) return { followed: await atEnd(position, size, (at) => bytesAt(file, at, 1)), lines: [] };
    // The file was truncated, so the pending bytes no longer belong to it.
    const buffer = position.offset < before.position.offset ? emptyBuffer : before.buffer;
    const bytes = await bytesAt(file, position.offset, chunk);
    const added = addBytes(buffer, bytes);
    const moved = { ...position, offset: position.offset + bytes.length };
    return { followed: { position: moved, buffer: added.buffer, seen: "" }, lines: added.lines };
  } finally {
    await file.close();
  }
}

/** Position at the end of a file; an incomplete last line is skipped. */
async function atEnd(position: Position, size: number, byteAt: (at: number) => Promise<Buffer>) {
  const cut = size > 0 && (await byteAt(size - 1))[0] !== 10;
  return { position: { ...position, offset: size }, buffer: { ...emptyBuffer, cut }, seen: "" };
}
