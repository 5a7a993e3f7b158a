/** Longest line in bytes: a longer one is told of by its beginning. */
export const longestLine = 1024 * 1024;

/** Bytes at the beginning of a line that is too long: who sent it stands there. */
const head = 4096;

/** A line of a file, or the beginning of one that is too long to be read. */
export interface Line {
  text: string;
  whole: boolean;
}

/** What of a file has been read and is no whole line yet. */
export interface LineBuffer {
  pending: Buffer;
  /** The pending line is too long: the rest of it is left out. */
  cut: boolean;
}

export const emptyBuffer: LineBuffer = { pending: Buffer.alloc(0), cut: false };

/** Adds bytes to a buffer: the lines that they complete, and what is left. Never holds more than a line's greatest length. */
export function addBytes(buffer: LineBuffer, bytes: Buffer): { lines: Line[]; buffer: LineBuffer } {
  const lines: Line[] = [];
  let { pending, cut } = buffer;
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    if (!cut) lines.push(lineOf(joined(pending, bytes.subarray(start, end))));
    pending = emptyBuffer.pending;
    cut = false;
    start = end + 1;
  }
  if (!cut) pending = joined(pending, bytes.subarray(start));
  if (pending.length > longestLine) {
    lines.push(lineOf(pending));
    pending = emptyBuffer.pending;
    cut = true;
  }
  return { lines, buffer: { pending, cut } };
}

function joined(pending: Buffer, rest: Buffer): Buffer {
  // A copy: a part of a chunk would keep all of it in memory.
  return pending.length === 0 ? Buffer.from(rest) : Buffer.concat([pending, rest]);
}

function lineOf(bytes: Buffer): Line {
  if (bytes.length <= longestLine) return { text: bytes.toString("utf8"), whole: true };
  return { text: bytes.subarray(0, head).toString("utf8"), whole: false };
}
