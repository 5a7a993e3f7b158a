import { noteWord, type OpenStatement, openStatement } from "./open-statement.ts";
import type { Piece, ScanEnd } from "./piece.ts";

/** What surrounds the lexer's position. */
type Inside =
  | { kind: "sql" }
  | { kind: "quote"; escapes: boolean }
  | { kind: "name" }
  | { kind: "dollar"; tag: string }
  | { kind: "comment"; depth: number };

const sql: Inside = { kind: "sql" };
const tokenPattern =
  /--|\/\*|(?:[eEbBxX]|[uU]&)?'|"|\$(?:[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)?\$|[;()\\]|[A-Za-z_\x80-\xff][A-Za-z0-9_$\x80-\xff]*|[0-9][A-Za-z0-9_]*|\S/g;
/** What ends or nests each kind of text. */
const inQuote = /''|'/g;
const inEscaped = /\\[\s\S]|''|'/g;
const inName = /"/g;
const lineEnd = /[\r\n]/g;
const inComment = /\/\*|\*\//g;

/** Characters that are enough to classify a statement. */
const headLength = 256 * 1024;
/** Statements that switch backslash escapes in plain quotes on or off. */
const standardStrings =
  /^(?:set\s+(?:session\s+)?standard_conforming_strings\s*(?:=|\bto\b)|select\s+(?:pg_catalog\.)?set_config\s*\(\s*'standard_conforming_strings'\s*,)\s*['"]?(\w+)/i;
const off = /^(?:of|off|f|fa|fal|fals|false|n|no|0)$/i;
const reset = /^(?:reset\s+(?:all|standard_conforming_strings)|discard\s+all)\b/i;

/** Splits SQL line by line like psql: into statements, comments and commands. */
export class Lexer {
  #inside: Inside = sql;
  #since = 1;
  #statement: OpenStatement | undefined;
  #escapesByDefault = false;
  #text = "";
  #number = 0;
  /** End of the line's text that is already part of a statement. */
  #taken = 0;
  #found: Piece[] = [];

  /** @param text line with its line end, bytes as latin1 */
  line(text: string, number: number): Piece[] {
    this.#text = text;
    this.#number = number;
    this.#taken = 0;
    this.#found = [];
    for (let at = 0; at < text.length; ) at = this.#step(at);
    if (this.#statement) this.#take(text.length, this.#inside.kind !== "comment");
    else this.#found.push({ kind: "line-end" });
    return this.#found;
  }

  end(): ScanEnd {
    const head = this.#statement?.head.trim() ?? "";
    if (this.#inside.kind === "comment") return { open: "comment", since: this.#since, head };
    if (this.#inside.kind !== "sql") return { open: "quoted text", since: this.#since, head };
    return this.#statement
      ? { open: "statement", since: this.#statement.line, head }
      : { open: undefined, since: 0, head: "" };
  }

  /** Reads the next token, or to the end of quotes or a comment. @returns where to continue */
  #step(at: number): number {
    const inside = this.#inside;
    if (inside.kind === "sql") {
      tokenPattern.lastIndex = at;
      const match = tokenPattern.exec(this.#text);
      return match ? this.#token(match[0], match.index) : this.#text.length;
    }
    if (inside.kind === "comment") return this.#inComment(at, inside.depth);
    if (inside.kind === "dollar") return this.#inDollars(at, inside.tag);
    const quoted = inside.kind === "quote" && inside.escapes ? inEscaped : inQuote;
    return this.#inQuotes(at, inside.kind === "name" ? inName : quoted);
  }

  /** @returns where to continue */
  #token(raw: string, at: number): number {
    if (!this.#statement) this.#taken = at;
    if (raw === "--") return this.#lineComment(at);
    if (raw === "\\") return this.#command(at);
    if (raw === "/*") {
      this.#take(at);
      // A comment separates words.
      if (this.#statement) this.#statement.head += " ";
      this.#enter({ kind: "comment", depth: 1 });
    } else this.#sqlToken(raw, this.#open(), at + raw.length);
    return at + raw.length;
  }

  #sqlToken(raw: string, current: OpenStatement, end: number): void {
    if (raw.endsWith("'"))
      this.#enter({ kind: "quote", escapes: raw === "'" ? this.#escapesByDefault : /^e/i.test(raw) });
    else if (raw === '"') this.#enter({ kind: "name" });
    else if (raw.length > 1 && raw.startsWith("$")) this.#enter({ kind: "dollar", tag: raw });
    else if (raw === "(") current.depth += 1;
    else if (raw === ")") current.depth = Math.max(0, current.depth - 1);
    else if (raw !== ";") noteWord(raw, current);
    else if (current.depth === 0 && current.bodies === 0) this.#endStatement(current, end);
  }

  #endStatement(ended: OpenStatement, to: number): void {
    this.#take(to);
    const head = ended.head.trim();
    this.#found.push({
      kind: "statement",
      text: ended.parts.join(""),
      head,
      line: ended.line,
      endLine: this.#number,
      rows: ended.rows,
    });
    const [, standard] = standardStrings.exec(head) ?? [];
    if (standard) this.#escapesByDefault = off.test(standard);
    else if (reset.test(head)) this.#escapesByDefault = false;
    this.#statement = undefined;
  }

  #open(): OpenStatement {
    this.#statement ??= openStatement(this.#number);
    return this.#statement;
  }

  #enter(next: Inside): void {
    this.#inside = next;
    this.#since = this.#number;
  }

  /** Adds text to the statement. @param counts whether it is part of the head */
  #take(to: number, counts = true): void {
    if (!this.#statement || to <= this.#taken) return;
    const part = this.#text.slice(this.#taken, to);
    this.#taken = to;
    this.#statement.parts.push(part);
    const room = headLength - this.#statement.head.length;
    if (counts && room > 0) this.#statement.head += part.slice(0, room);
  }

  /** A carriage return ends a line comment too. */
  #lineComment(at: number): number {
    lineEnd.lastIndex = at;
    const end = lineEnd.exec(this.#text)?.index ?? this.#text.length;
    this.#take(at);
    this.#take(end, false);
    if (!this.#statement) this.#found.push({ kind: "comment", text: this.#text.slice(at, end).trimEnd() });
    return end;
  }

  #command(at: number): number {
    const text = this.#text.slice(at).trim();
    const inside = this.#statement !== undefined;
    this.#found.push({ kind: "command", text, line: this.#number, inside });
    // A new connection starts with the server's defaults.
    if (/^\\c(?:onnect)?\b/.test(text)) this.#escapesByDefault = false;
    this.#taken = this.#text.length;
    return this.#text.length;
  }

  #inQuotes(at: number, pattern: RegExp): number {
    pattern.lastIndex = at;
    const match = pattern.exec(this.#text);
    if (!match) return this.#text.length;
    if (match[0] === "'" || match[0] === '"') this.#inside = sql;
    return pattern.lastIndex;
  }

  #inDollars(at: number, tag: string): number {
    const end = this.#text.indexOf(tag, at);
    if (end === -1) return this.#text.length;
    this.#inside = sql;
    return end + tag.length;
  }

  #inComment(at: number, depth: number): number {
    inComment.lastIndex = at;
    const match = inComment.exec(this.#text);
    const next = match ? inComment.lastIndex : this.#text.length;
    if (match) {
      const left = match[0] === "/*" ? depth + 1 : depth - 1;
      this.#inside = left === 0 ? sql : { kind: "comment", depth: left };
    }
    this.#take(next, false);
    return next;
  }
}
