import { Lexer } from "./lexer.ts";
import type { Piece, ScanEnd } from "./piece.ts";

const newline = 10;
const backslash = 0x5c;

/** Whether a line, without its line feed, is the terminator `\.` of rows. */
function isTerminator(line: Buffer): boolean {
  return line[0] === backslash && line.length <= 3 && /^\\\.\r?$/.test(line.toString("latin1"));
}

/** Splits a plain dump into pieces like psql; line numbers start at 1. */
export class Scanner {
  readonly #lexer = new Lexer();
  #rest: Buffer[] = [];
  #lineNumber = 1;
  #copying: { since: number; head: string } | undefined;
  #pieces: Piece[] = [];

  /** @returns the completed pieces */
  write(chunk: Buffer): Piece[] {
    if (this.#rest.length > 0 && chunk.indexOf(newline) === -1) {
      this.#rest.push(chunk);
      return [];
    }
    const all = this.#rest.length > 0 ? Buffer.concat([...this.#rest, chunk]) : chunk;
    let at = 0;
    for (let next = this.#take(all, at); next > at; next = this.#take(all, at)) at = next;
    this.#rest = at < all.length ? [all.subarray(at)] : [];
    return this.#drain();
  }

  /** Ends the file. @returns the pieces of a last line without a line end, and what is still open */
  end(): { pieces: Piece[]; end: ScanEnd } {
    const last = Buffer.concat(this.#rest);
    this.#rest = [];
    if (this.#copying && isTerminator(last)) this.#endRows(last);
    else if (!this.#copying && last.length > 0) this.#sqlLine(last);
    const end = this.#copying ? ({ open: "rows", ...this.#copying } as const) : this.#lexer.end();
    return { pieces: this.#drain(), end };
  }

  /** Takes one line, or all complete lines of rows. @returns where it stopped; `start` when no line is complete */
  #take(chunk: Buffer, start: number): number {
    if (this.#copying) return this.#rowLines(chunk, start);
    const end = chunk.indexOf(newline, start);
    if (end === -1) return start;
    this.#sqlLine(chunk.subarray(start, end + 1));
    return end + 1;
  }

  #sqlLine(line: Buffer): void {
    const found = this.#lexer.line(line.toString("latin1"), this.#lineNumber);
    this.#pieces.push(...found);
    this.#lineNumber += 1;
    for (const piece of found)
      if (piece.kind === "statement" && piece.rows)
        this.#copying = { since: this.#lineNumber, head: piece.head };
  }

  #rowLines(chunk: Buffer, start: number): number {
    let from = start;
    let count = 0;
    let end = chunk.indexOf(newline, from);
    for (; end !== -1 && !isTerminator(chunk.subarray(from, end)); end = chunk.indexOf(newline, from)) {
      count += 1;
      from = end + 1;
    }
    if (count > 0) this.#pieces.push({ kind: "rows", data: chunk.subarray(start, from), count });
    this.#lineNumber += count;
    if (end === -1) return from;
    this.#endRows(chunk.subarray(from, end));
    return end + 1;
  }

  #endRows(terminator: Buffer): void {
    this.#pieces.push({ kind: "rows-end", text: terminator.toString("latin1") });
    this.#lineNumber += 1;
    this.#copying = undefined;
  }

  #drain(): Piece[] {
    const found = this.#pieces;
    this.#pieces = [];
    return found;
  }
}
