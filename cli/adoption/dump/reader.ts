import { createHash } from "node:crypto";
import { printable, quoted, utf8 } from "../names.ts";
import { commandOf } from "./command.ts";
import { Completeness } from "./completeness.ts";
import { encodingOf, isReadable } from "./encoding.ts";
import type { Piece, StatementPiece } from "./piece.ts";
import { type Copied, type Reading, type Sent, type Sink, unnamed } from "./reading.ts";
import { Scanner } from "./scanner.ts";
import { bareName, isPlainCopy, type Treatment, treatmentOf } from "./statement.ts";

/** Messages about lines of a dump; repeats of a message are counted. */
class Findings {
  readonly #found = new Map<string, { line: number; count: number }>();

  /** @param why the message without its line: `has a psql command inside a statement` */
  add(line: number, why: string): void {
    const known = this.#found.get(why);
    if (known) known.count += 1;
    else this.#found.set(why, { line, count: 1 });
  }

  texts(): string[] {
    return [...this.#found].map(([why, { line, count }]) => {
      const more = count > 1 ? ` (and ${count - 1} later ${count === 2 ? "one" : "ones"})` : "";
      return `line ${line}${more} ${why}`;
    });
  }
}

const space = 32;
const onConflict = /\bon\s+conflict\b/i;

/** Reads a plain dump: forwards statements that affect rows, and records what is wrong with the rest. */
export class DumpReader {
  readonly #scanner = new Scanner();
  readonly #completeness = new Completeness();
  readonly #hash = createHash("sha256");
  readonly #sink: Sink;
  /** The operator's encoding, which overrides the dump's. */
  readonly #encoding: string | undefined;
  readonly #problems = new Findings();
  readonly #doubts = new Findings();
  readonly #sent: Sent[] = [];
  readonly #copied: Copied[] = [];
  readonly #uncounted = new Set<string>();
  readonly #skippingConflicts = new Set<string>();
  readonly #skipped = new Map<string, number>();
  #zeros = false;
  #database = unnamed;
  #copying: Copied | undefined;

  constructor(sink: Sink, encoding?: string) {
    this.#sink = sink;
    this.#encoding = encoding;
  }

  async read(chunks: AsyncIterable<Buffer>): Promise<Reading> {
    await this.#nameEncoding();
    for await (const chunk of chunks) {
      this.#hash.update(chunk);
      for (const piece of this.#scanner.write(this.#withoutZeros(chunk))) await this.#take(piece);
    }
    const { pieces, end } = this.#scanner.end();
    for (const piece of pieces) await this.#take(piece);
    const zeros = this.#zeros ? ["it contains zero bytes, so it is damaged; make the dump again"] : [];
    return {
      verdict: this.#completeness.verdict(end),
      sha256: this.#hash.digest("hex"),
      problems: [...zeros, ...this.#problems.texts()],
      doubts: this.#doubts.texts(),
      isOfPgDump: this.#completeness.isOfPgDump,
      sent: this.#sent,
      copied: this.#copied,
      uncounted: this.#uncounted,
      skippingConflicts: this.#skippingConflicts,
      skipped: this.#skipped,
    };
  }

  /** psql would skip the rest of a line with a zero byte. */
  #withoutZeros(chunk: Buffer): Buffer {
    if (!chunk.includes(0)) return chunk;
    this.#zeros = true;
    return Buffer.from(chunk.map((byte) => byte || space));
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
    if (treatment.kind === "refuse") this.#problems.add(line, treatment.why);
    else if (treatment.kind === "skip")
      this.#skipped.set(treatment.what, (this.#skipped.get(treatment.what) ?? 0) + 1);
    else if (statement.rows && !treatment.target)
      this.#problems.add(line, "is a COPY in an unsupported form; make the dump again");
    else if (!this.#hasOtherEncoding(statement)) await this.#sendStatement(statement, treatment);
  }

  /** Whether a statement sets an encoding that is overridden, or that cannot be parsed safely. */
  #hasOtherEncoding({ head, line }: StatementPiece): boolean {
    const encoding = encodingOf(head);
    if (!encoding) return false;
    if (isReadable(encoding)) return this.#encoding !== undefined;
    this.#problems.add(
      line,
      `sets the encoding ${encoding}; make the dump again with 'pg_dump --encoding=UTF8'`,
    );
    return true;
  }

  async #nameEncoding(): Promise<void> {
    if (this.#encoding) await this.#sink.send(`SET client_encoding = ${quoted(this.#encoding)};`);
  }

  async #sendStatement(statement: StatementPiece, treatment: Treatment & { kind: "send" }): Promise<void> {
    const { head, text, line, endLine, rows } = statement;
    const { target, loses, what, doubt } = treatment;
    const verb = (/^\w+/.exec(head)?.[0] ?? "").toUpperCase();
    if (doubt) this.#doubts.add(line, doubt);
    if (target && (verb === "INSERT" || (rows && !isPlainCopy(head)))) this.#uncounted.add(bareName(target));
    if (target && verb === "INSERT" && onConflict.test(text.slice(-2000)))
      this.#skippingConflicts.add(bareName(target));
    const from = this.#sink.lines + 1;
    const exists = !rows || !target || (await this.#begins(text, target));
    if (exists) await this.#sink.send(text);
    this.#record({
      ...{ line, endLine, from, to: this.#sink.lines, database: this.#database },
      ...{ target, loses, what, verb, head: head.slice(0, 100) },
    });
  }

  /** Whether a table accepts the rows of a COPY; otherwise psql would read them as SQL. */
  async #begins(statement: string, target: string): Promise<boolean> {
    const oid = await this.#sink.tryCopy(statement, target);
    const known = this.#copied.find((one) => one.database === this.#database && one.oid === oid);
    this.#copying = oid === undefined || !known ? { database: this.#database, target, oid, rows: 0 } : known;
    if (this.#copying !== known) this.#copied.push(this.#copying);
    return oid !== undefined;
  }

  /** Merges consecutive INSERTs into one table: a dump may have one for every row. */
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
    if (this.#copying.oid !== undefined) await this.#sink.rows(data, count);
  }

  async #rowsEnd(terminator: string): Promise<void> {
    if (this.#copying?.oid !== undefined) await this.#sink.send(terminator);
    const last = this.#sent.at(-1);
    if (this.#copying && last) last.to = this.#sink.lines;
    this.#copying = undefined;
  }

  async #command({ text, line, inside }: Piece & { kind: "command" }): Promise<void> {
    if (inside) return this.#problems.add(line, "has a psql command inside a statement");
    const command = commandOf(text);
    if (command.kind === "connect") {
      this.#database = command.database ?? this.#database;
      await this.#sink.enter(this.#database);
      return this.#nameEncoding();
    }
    if (command.kind === "harmless") return;
    const word = printable(utf8(/^\\\S*/.exec(text)?.[0] ?? text));
    this.#problems.add(
      line,
      `has the psql command ${word}, which may leave the dump or run something else; remove it`,
    );
  }
}
