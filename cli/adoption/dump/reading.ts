import type { Verdict } from "./completeness.ts";

/** Destination of a dump's statements. */
export interface Sink {
  /** Number of lines sent. */
  readonly lines: number;
  /** Sends SQL, bytes as latin1, and ends the line. */
  send(text: string): Promise<void>;
  /** Sends rows in complete lines. */
  rows(data: Buffer, count: number): Promise<void>;
  /** Tries a COPY without rows. @returns OID of its table; undefined when it fails */
  tryCopy(statement: string, target: string): Promise<number | undefined>;
  /** Connects to a database, creating it if it is new. */
  enter(database: string): Promise<void>;
}

/** A sent statement, or several INSERTs: its lines in the file and in what was sent. */
export interface Sent {
  readonly line: number;
  endLine: number;
  readonly from: number;
  to: number;
  readonly database: string;
  readonly target: string | undefined;
  readonly loses: "nothing" | "target" | "always";
  /** What it is about, for messages. */
  readonly what: string;
  readonly verb: string;
  /** Its first characters. */
  readonly head: string;
}

/** Rows that a dump copies into a table. */
export interface Copied {
  readonly database: string;
  /** Name in the statement. */
  readonly target: string;
  /** OID of the table; undefined when it does not accept the rows, which were then not sent. */
  readonly oid: number | undefined;
  rows: number;
}

/** Result of reading a dump. */
export interface Reading {
  readonly verdict: Verdict;
  /** Whether pg_dump wrote it, judging by its marks. */
  readonly isOfPgDump: boolean;
  /** SHA-256 of the decompressed bytes. */
  readonly sha256: string;
  /** Why the file is refused. */
  readonly problems: readonly string[];
  /** Why its rows may differ from those of the old database. */
  readonly doubts: readonly string[];
  readonly sent: readonly Sent[];
  readonly copied: readonly Copied[];
  /** Names of tables whose rows cannot be counted in the file, since INSERT or an unusual COPY fills them. */
  readonly uncounted: ReadonlySet<string>;
  /** Names of tables with an INSERT ... ON CONFLICT. */
  readonly skippingConflicts: ReadonlySet<string>;
  /** Number of skipped statements by subject. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** Name for the database of a dump that names none. */
export const UNNAMED = "";
