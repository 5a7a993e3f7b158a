import type { Verdict } from "./completeness.ts";

/** Where the statements of a dump go. */
export interface Sink {
  /** How many lines went there. */
  readonly lines: number;
  /** Sends SQL as bytes in latin1, and ends the line. */
  send(text: string): Promise<void>;
  /** Sends rows, whole lines. */
  rows(data: Buffer, count: number): Promise<void>;
  /** Tries a COPY without rows. @returns the OID of the table that it names; undefined when it fails */
  tryCopy(statement: string, target: string): Promise<number | undefined>;
  /** Goes on in a database of that name, which is made when it is new. */
  enter(database: string): Promise<void>;
}

/** One sent statement, or a run of statements of the same kind: lines of the file and of what was sent. */
export interface Sent {
  readonly line: number;
  endLine: number;
  readonly from: number;
  to: number;
  readonly database: string;
  readonly target: string | undefined;
  readonly loses: "nothing" | "target" | "always";
  /** What it is about, for a sentence. */
  readonly what: string;
  readonly verb: string;
  /** How it begins. */
  readonly head: string;
}

/** Rows that a dump gives to a table by COPY. */
export interface Copied {
  readonly database: string;
  /** As the statement names it. */
  readonly target: string;
  /** OID of the table; undefined when it does not take the rows, and they were not sent. */
  readonly oid: number | undefined;
  rows: number;
}

/** What reading a dump has told. */
export interface Reading {
  readonly verdict: Verdict;
  /** Whether pg_dump wrote it, as far as its own marks tell. */
  readonly isOfPgDump: boolean;
  /** SHA-256 of the decompressed bytes. */
  readonly sha256: string;
  /** Why the file cannot be taken as it is. */
  readonly problems: readonly string[];
  /** Why it may hold other rows than pg_dump wrote. */
  readonly doubts: readonly string[];
  readonly sent: readonly Sent[];
  readonly copied: readonly Copied[];
  /** Names of tables whose rows cannot be counted in the file: INSERT fills them, or COPY in a form of its own. */
  readonly uncounted: ReadonlySet<string>;
  /** Names of tables that INSERT fills with ON CONFLICT. */
  readonly forgiving: ReadonlySet<string>;
  /** How many statements about what were left out. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** The database in which a dump begins that names none. */
export const UNNAMED = "";
