/** Longest line in bytes; of a longer one only the start is kept. */
export const longestLine = 1024 * 1024;

/** Bytes kept from the start of an overlong line, which identify its sender. */
const head = 4096;

/** A line of a file, or the start of an overlong one. */
export interface Line {
  text: string;
  whole: boolean;
}

/** Bytes of an incomplete line. */
export interface LineBuffer {
  pending: Buffer;
  /** The pending line is too long, so its rest is dropped. */
  cut: boolean;
}

export const emptyBuffer: LineBuffer = { pending: Buffer.alloc(0), cut: false };

/** Adds bytes to a buffer. Returns the completed lines and the rest, which is never longer than {@link longestLine}. */
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
  // Copy, because a subarray would keep the complete chunk in memory.
  return pending.length === 0 ? Buffer.from(rest) : Buffer.concat([pending, rest]);
}

function lineOf(bytes: Buffer): Line {
  if (bytes.length <= longestLine) return { text: bytes.toString("utf8"), whole: true };
  return { text: bytes.subarray(0, head).toString("utf8"), whole: false };
}
