import { printable, utf8 } from "../names.ts";
import type { Piece, ScanEnd } from "./piece.ts";

/** Whether a plain dump is complete: proven by its first and last lines, unproven without them, or truncated. */
export type Verdict = { kind: "proven" } | { kind: "unproven"; why: string } | { kind: "cut"; why: string };

const signature = /^-- PostgreSQL database( cluster)? dump( complete)?$/;
/** The line that pg_dump writes above each object. */
const caption = /^-- (?:Data for )?Name: .+; Type: /;

/** Checks a dump for the first and last lines of pg_dump and pg_dumpall. */
export class Completeness {
  /** Dumps that have begun and not ended: a cluster's dump contains those of its databases. */
  readonly #open: ("cluster" | "database")[] = [];
  #restricted: string | undefined;
  #closed = false;
  /** Whether a dump ends without having begun. */
  #headless = false;
  /** Whether it contains marks that only pg_dump writes. */
  #ofPgDump = false;

  note(piece: Piece): void {
    if (piece.kind === "comment") this.#comment(piece.text);
    else if (piece.kind === "command") this.#command(piece.text);
    else if (piece.kind !== "line-end") this.#closed = false;
  }

  verdict({ open, since, head }: ScanEnd): Verdict {
    if (open) return { kind: "cut", why: `it ends inside ${openText(open, head, since)}` };
    if (this.#open.length > 0 || this.#restricted)
      return { kind: "cut", why: "the last line that pg_dump writes is missing" };
    if (!this.#closed) return { kind: "unproven", why: "it does not end with pg_dump's last line" };
    // Other tools write a last line without a first one; pg_dump never does.
    return this.#headless && this.#ofPgDump
      ? { kind: "unproven", why: "it does not begin with pg_dump's first line" }
      : { kind: "proven" };
  }

  /** Whether pg_dump wrote it, judging by its marks. */
  get isOfPgDump(): boolean {
    return this.#ofPgDump;
  }

  #comment(text: string): void {
    this.#ofPgDump ||= caption.test(text);
    const match = signature.exec(text);
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
