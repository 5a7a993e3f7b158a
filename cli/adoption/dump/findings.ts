/** Sentences about lines of a dump: the same one about many lines is one. */
export class Findings {
  readonly #found = new Map<string, { readonly line: number; count: number }>();

  /** @param why the sentence without its line: `has a command of psql inside a statement` */
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
