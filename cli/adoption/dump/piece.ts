/** What a plain dump consists of, in the order of the file. Texts are bytes as latin1, so that they go on unchanged. */
export type Piece =
  | StatementPiece
  /** A command of psql, to the end of its line; `inside` when a statement was not finished before it. */
  | { readonly kind: "command"; readonly text: string; readonly line: number; readonly inside: boolean }
  /** A comment line between statements. */
  | { readonly kind: "comment"; readonly text: string }
  /** Whole lines of rows of the COPY before, and how many. */
  | { readonly kind: "rows"; readonly data: Buffer; readonly count: number }
  /** The terminator of those rows, with the line end that they have too. */
  | { readonly kind: "rows-end"; readonly text: string }
  /** The end of a line that belongs to no statement. */
  | { readonly kind: "line-end" };

/** A whole statement with its semicolon. */
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

/** Where a file ends: nothing is open, or what is, the line on which it began, and the beginning of its statement. */
export interface ScanEnd {
  readonly open: "rows" | "statement" | "quoted text" | "comment" | undefined;
  readonly since: number;
  readonly head: string;
}
