/** A part of a plain dump. Texts are bytes as latin1, so that they can be passed on unchanged. */
export type Piece =
  | StatementPiece
  /** A psql command to the end of its line; `inside` when it interrupts a statement. */
  | { kind: "command"; text: string; line: number; inside: boolean }
  /** A comment line between statements. */
  | { kind: "comment"; text: string }
  /** Complete lines of rows of the preceding COPY, and their number. */
  | { kind: "rows"; data: Buffer; count: number }
  /** The terminator of those rows, with their kind of line end. */
  | { kind: "rows-end"; text: string }
  /** The end of a line that belongs to no statement. */
  | { kind: "line-end" };

/** A complete statement with its semicolon. */
export interface StatementPiece {
  kind: "statement";
  text: string;
  /** Its beginning without comments. */
  head: string;
  line: number;
  endLine: number;
  /** Whether the lines after it are rows: a COPY from standard input. */
  rows: boolean;
}

/** What is open at the end of a file, the line on which it began, and the start of its statement. */
export interface ScanEnd {
  open: "rows" | "statement" | "quoted text" | "comment" | undefined;
  since: number;
  head: string;
}
