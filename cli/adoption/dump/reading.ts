import type { Verdict } from "./completeness.ts";

/** Destination of a dump's statements. */
export interface Sink {
  /** Number of lines sent. */
  lines: number;
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
  line: number;
  endLine: number;
  from: number;
  to: number;
  database: string;
  target: string | undefined;
  loses: "nothing" | "target" | "always";
  /** What it is about, for messages. */
  what: string;
  verb: string;
  /** Its first characters. */
  head: string;
}

/** Rows that a dump copies into a table. */
export interface Copied {
  database: string;
  /** Name in the statement. */
  target: string;
  /** OID of the table; undefined when it does not accept the rows, which were then not sent. */
  oid: number | undefined;
  rows: number;
}

/** Result of reading a dump. */
export interface Reading {
  verdict: Verdict;
  /** Whether pg_dump wrote it, judging by its marks. */
  isOfPgDump: boolean;
  /** SHA-256 of the decompressed bytes. */
  sha256: string;
  /** Why the file is refused. */
  problems: readonly string[];
  /** Why its rows may differ from those of the old database. */
  doubts: readonly string[];
  sent: readonly Sent[];
  copied: readonly Copied[];
  /** Names of tables whose rows cannot be counted in the file, since INSERT or an unusual COPY fills them. */
  uncounted: ReadonlySet<string>;
  /** Names of tables with an INSERT ... ON CONFLICT. */
  skippingConflicts: ReadonlySet<string>;
  /** Number of skipped statements by subject. */
  skipped: ReadonlyMap<string, number>;
}

/** Name for the database of a dump that names none. */
export const unnamed = "";
