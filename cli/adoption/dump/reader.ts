import { createHash } from "node:crypto";
import { printable, quoted, utf8 } from "../names.ts";
import { Completeness, type Verdict } from "./completeness.ts";
import { isCopyFromStdin, type Piece, type StatementPiece } from "./piece.ts";
import { Scanner } from "./scanner.ts";
import { copyProbe, type Treatment, treatmentOf } from "./statement.ts";

/** Where the statements of a dump go. */
export interface Sink {
  /** How many lines went there. */
  readonly lines: number;
  /** Sends SQL as bytes in latin1, and ends the line. */
  send(text: string): Promise<void>;
  /** Sends rows, whole lines. */
  rows(data: Buffer, count: number): Promise<void>;
  /** Whether a query succeeds there now. */
  succeeds(query: string): Promise<boolean>;
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
  rows: number;
  /** Whether the rows were sent: the table was there. */
  sent: boolean;
}

/** What reading a dump has told. */
export interface Reading {
  readonly verdict: Verdict;
  /** SHA-256 of the decompressed bytes. */
  readonly sha256: string;
  /** Why the file cannot be taken as it is. */
  readonly problems: readonly string[];
  readonly sent: readonly Sent[];
  readonly copied: readonly Copied[];
  /** Tables, as statements name them, that are filled by INSERT; `*` when any table's rows may have changed otherwise. */
  readonly changed: ReadonlySet<string>;
  /** How many statements about what were left out. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** The database in which a dump begins that names none. */
export const UNNAMED = "";

const HARMLESS_COMMANDS = /^\\(?:restrict|unrestrict|echo|qecho|warn|set|pset|timing|encoding UTF-?8)\b/i;
const NOT_READABLE = /^(?:SJIS|SHIFT_JIS_2004|BIG5|GBK|GB18030|UHC|JOHAB)$/i;

/** Reads a plain dump: sends on what is data or holds data, and keeps account of the rest. */
export class DumpReader {
  readonly #scanner = new Scanner();
  readonly #completeness = new Completeness();
  readonly #hash = createHash("sha256");
  readonly #sink: Sink;
  /** Encoding that the operator named for a dump that names none. */
  readonly #encoding: string | undefined;
  readonly #problems: string[] = [];
  readonly #sent: Sent[] = [];
  readonly #copied: Copied[] = [];
  readonly #changed = new Set<string>();
  readonly #skipped = new Map<string, number>();
  #database = UNNAMED;
  #copying: Copied | undefined;

  constructor(sink: Sink, encoding?: string) {
    this.#sink = sink;
    this.#encoding = encoding;
  }

  async read(chunks: AsyncIterable<Buffer>): Promise<Reading> {
    if (this.#encoding) await this.#sink.send(`SET client_encoding = ${quoted(this.#encoding)};`);
    for await (const chunk of chunks) {
      this.#hash.update(chunk);
      for (const piece of this.#scanner.write(chunk)) await this.#take(piece);
    }
    const { pieces, end } = this.#scanner.end();
    for (const piece of pieces) await this.#take(piece);
    return {
      verdict: this.#completeness.verdict(end),
      sha256: this.#hash.digest("hex"),
      problems: this.#problems,
      sent: this.#sent,
      copied: this.#copied,
      changed: this.#changed,
      skipped: this.#skipped,
    };
  }

  async #take(piece: Piece): Promise<void> {
    this.#completeness.note(piece);
    if (piece.kind === "statement") await this.#statement(piece);
    else if (piece.kind === "command") await this.#command(piece);
    else if (piece.kind === "rows") await this.#rows(piece.data, piece.count);
    else if (piece.kind === "rows-end") await this.#rowsEnd(piece.text);
  }

  async #statement(statement: StatementPiece): Promise<void> {
    const { head, line } = statement;
    const treatment = treatmentOf(head);
    if (treatment.kind === "refuse") this.#problem(line, treatment.why);
    else if (treatment.kind === "skip")
      this.#skipped.set(treatment.what, (this.#skipped.get(treatment.what) ?? 0) + 1);
    else if (!this.#isOwnEncoding(statement)) await this.#sendStatement(statement, treatment);
  }

  /** Whether a statement names an encoding that the operator's takes the place of, or one that cannot be read safely. */
  #isOwnEncoding({ head, line }: StatementPiece): boolean {
    const [, encoding] = /^set\s+client_encoding\s*(?:=|to)\s*'?([\w-]+)/i.exec(head) ?? [];
    if (!encoding) return false;
    if (NOT_READABLE.test(encoding)) {
      this.#problem(
        line,
        `names the encoding ${encoding}; make the dump again with 'pg_dump --encoding=UTF8'`,
      );
      return true;
    }
    return this.#encoding !== undefined && /^sql_ascii$/i.test(encoding);
  }

  async #sendStatement(
    { head, text, line, endLine }: StatementPiece,
    { target, loses, what }: Treatment & { kind: "send" },
  ): Promise<void> {
    const verb = (/^\w+/.exec(head)?.[0] ?? "").toUpperCase();
    const copying = isCopyFromStdin(head) && target !== undefined;
    if (copying) this.#copying = this.#copyOf(target);
    // In other forms than pg_dump's a row may be several lines.
    if (target && (verb === "INSERT" || (copying && !/\bstdin\s*;$/i.test(head)))) this.#changed.add(target);
    if (loses === "always") this.#changed.add("*");
    const there = !copying || (await this.#sink.succeeds(copyProbe(head) ?? ""));
    if (this.#copying) this.#copying.sent = there;
    const from = this.#sink.lines + 1;
    if (there) await this.#sink.send(text);
    this.#record({
      line,
      endLine,
      from,
      to: this.#sink.lines,
      database: this.#database,
      target,
      loses,
      what,
      verb,
      head: head.slice(0, 100),
    });
  }

  #copyOf(target: string): Copied {
    const same = ({ database, target: other }: Copied) => database === this.#database && other === target;
    const known = this.#copied.find(same);
    if (known) return known;
    const copied: Copied = { database: this.#database, target, rows: 0, sent: true };
    this.#copied.push(copied);
    return copied;
  }

  /** Statements of one kind for one table are one run: a dump may have an INSERT for every row. */
  #record(sent: Sent): void {
    const last = this.#sent.at(-1);
    if (last && sent.verb === "INSERT" && last.verb === sent.verb && last.target === sent.target) {
      last.endLine = sent.endLine;
      last.to = sent.to;
    } else this.#sent.push(sent);
  }

  async #rows(data: Buffer, count: number): Promise<void> {
    if (!this.#copying) return;
    this.#copying.rows += count;
    if (!this.#copying.sent) return;
    await this.#sink.rows(data, count);
  }

  async #rowsEnd(terminator: string): Promise<void> {
    if (this.#copying?.sent) await this.#sink.send(terminator);
    const last = this.#sent.at(-1);
    if (last) last.to = this.#sink.lines;
    this.#copying = undefined;
  }

  async #command({ text, line, inside }: Piece & { kind: "command" }): Promise<void> {
    if (inside) return this.#problem(line, "has a command of psql inside a statement");
    const database = connectTarget(text);
    if (database !== undefined) {
      this.#database = database;
      return this.#sink.enter(database);
    }
    if (HARMLESS_COMMANDS.test(text) || text === "\\.") return;
    const word = printable(utf8(/^\\\S*/.exec(text)?.[0] ?? text));
    this.#problem(
      line,
      `has the command ${word} of psql, which leaves the dump or reads and runs other things; take it out`,
    );
  }

  #problem(line: number, why: string): void {
    this.#problems.push(`line ${line} ${why}`);
  }
}

/** The database that `\connect` names; undefined for other commands. */
function connectTarget(text: string): string | undefined {
  const [, rest] = /^\\(?:connect|c)\s+(.+)$/.exec(text) ?? [];
  if (rest === undefined) return undefined;
  const [, inConnection] = /dbname='((?:[^'\\]|\\.|'')*)'/.exec(rest) ?? [];
  if (inConnection !== undefined) return utf8(inConnection.replaceAll(/\\(.)|'(')/g, "$1$2"));
  const [, quotedName, plain = ""] = /^(?:"((?:[^"]|"")*)"|(\S+))/.exec(rest) ?? [];
  return utf8(quotedName?.replaceAll('""', '"') ?? plain);
}
