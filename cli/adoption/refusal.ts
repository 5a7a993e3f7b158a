import { Failure } from "../terminal/exit.ts";
import { shown } from "./names.ts";
import type { InvalidRows } from "./row-checks.ts";

/** All reasons against importing a dump. */
export class Refusal extends Failure {
  readonly invalidRows: readonly InvalidRows[];

  constructor(message: string, lines: readonly string[], invalidRows: readonly InvalidRows[] = []) {
    super("usage", message, { detail: [...lines, ...invalidRows.map(invalidRowsText)] });
    this.invalidRows = invalidRows;
  }
}

const shownKeys = 10;

function invalidRowsText({ table, reason, count, keys }: InvalidRows): string {
  const named = keys.slice(0, shownKeys).join("; ");
  const more = count > shownKeys ? `; and ${count - shownKeys} more` : "";
  return `${shown(table)}: ${count} ${count === 1 ? "row" : "rows"}: ${reason}: ${named}${more}`;
}
