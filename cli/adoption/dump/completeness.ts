import { printable, utf8 } from "../names.ts";
import type { Piece, ScanEnd } from "./piece.ts";

/** Whether a plain dump is whole: its own first and last lines prove it, or it is cut off, or they are missing. */
export type Verdict =
  | { readonly kind: "proven" }
  | { readonly kind: "unproven"; readonly why: string }
  | { readonly kind: "cut"; readonly why: string };

const SIGNATURE = /^-- PostgreSQL database( cluster)? dump( complete)?$/;
/** The line that pg_dump writes above each thing. */
const CAPTION = /^-- (?:Data for )?Name: .+; Type: /;

/** Watches the pieces of a dump for the lines that pg_dump and pg_dumpall write first and last. */
export class Completeness {
  /** Dumps that began and have not ended: a cluster's dump holds those of its databases. */
  readonly #open: ("cluster" | "database")[] = [];
  #restricted: string | undefined;
  #closed = false;
  /** Whether a dump ends in it that does not begin in it. */
  #headless = false;
  /** Whether pg_dump wrote it, by what nobody else writes. */
  #ofPgDump = false;

  note(piece: Piece): void {
    if (piece.kind === "comment") this.#comment(piece.text);
    else if (piece.kind === "command") this.#command(piece.text);
    else if (piece.kind !== "line-end") this.#closed = false;
  }

  verdict({ open, since, head }: ScanEnd): Verdict {
    if (open) return { kind: "cut", why: `it ends inside ${openText(open, head, since)}` };
    if (this.#open.length > 0 || this.#restricted)
      return { kind: "cut", why: "the line with which pg_dump ends every dump is missing" };
    if (!this.#closed)
      return { kind: "unproven", why: "it does not end with the line that pg_dump writes last" };
    // Other tools and people write a last line without a first one; pg_dump never does.
    return this.#headless && this.#ofPgDump
      ? { kind: "unproven", why: "it does not begin with the line that pg_dump writes first" }
      : { kind: "proven" };
  }

  /** Whether pg_dump wrote it, as far as its own marks tell. */
  get isOfPgDump(): boolean {
    return this.#ofPgDump;
  }

  #comment(text: string): void {
    this.#ofPgDump ||= CAPTION.test(text);
    const match = SIGNATURE.exec(text);
    if (!match) return;
    const kind = match[1] ? "cluster" : "database";
    if (!match[2]) {
      this.#ofPgDump = true;
      this.#open.push(kind);
      return;
    }
    this.#closed = true;
    if (this.#open.at(-1) === kind) this.#open.pop();
    else {
      this.#headless = true;
      this.#ofPgDump ||= kind === "cluster";
    }
  }

  #command(text: string): void {
    const [, word, key] = /^\\(restrict|unrestrict)\s+(\S+)/.exec(text) ?? [];
    this.#ofPgDump ||= word !== undefined;
    if (word === "restrict") this.#restricted = key;
    else if (word === "unrestrict" && key === this.#restricted) this.#restricted = undefined;
    else this.#closed = false;
  }
}

function openText(open: NonNullable<ScanEnd["open"]>, head: string, since: number): string {
  if (open !== "rows") return `a ${open} that begins on line ${since}`;
  const [, table = "a table"] = /^copy\s+(?:only\s+)?(\S+)/i.exec(head) ?? [];
  return `the rows of ${printable(utf8(table))}, which begin on line ${since}`;
}
