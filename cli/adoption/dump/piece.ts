/** A part of a plain dump. Texts are bytes as latin1, so that they can be passed on unchanged. */
export type Piece =
  | StatementPiece
  /** A psql command to the end of its line; `inside` when it interrupts a statement. */
  | { readonly kind: "command"; readonly text: string; readonly line: number; readonly inside: boolean }
  /** A comment line between statements. */
  | { readonly kind: "comment"; readonly text: string }
  /** Complete lines of rows of the preceding COPY, and their number. */
  | { readonly kind: "rows"; readonly data: Buffer; readonly count: number }
  /** The terminator of those rows, with their kind of line end. */
  | { readonly kind: "rows-end"; readonly text: string }
  /** The end of a line that belongs to no statement. */
  | { readonly kind: "line-end" };

/** A complete statement with its semicolon. */
export interface StatementPiece {
  readonly kind: "statement";
  readonly text: string;
  /** Its beginning without comments. */
  readonly head: string;
  readonly line: number;
  readonly endLine: number;
  /** Whether the lines after it are rows: a COPY from standard input. */
  readonly rows: boolean;
}

/** What is open at the end of a file, the line on which it began, and the start of its statement. */
export interface ScanEnd {
  readonly open: "rows" | "statement" | "quoted text" | "comment" | undefined;
  readonly since: number;
  readonly head: string;
}
