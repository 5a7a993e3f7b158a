import { Failure } from "../terminal/exit.ts";
import { shown } from "./names.ts";
import type { Misfit } from "./row-checks.ts";

/** What stands against taking a dump over, all of it. */
export class Refusal extends Failure {
  readonly misfits: readonly Misfit[];

  constructor(message: string, lines: readonly string[], misfits: readonly Misfit[] = []) {
    super("usage", message, { detail: [...lines, ...misfits.map(misfitText)] });
    this.misfits = misfits;
  }
}

const SHOWN_KEYS = 10;

function misfitText({ table, reason, count, keys }: Misfit): string {
  const named = keys.slice(0, SHOWN_KEYS).join("; ");
  const more = count > SHOWN_KEYS ? `; and ${count - SHOWN_KEYS} more` : "";
  return `${shown(table)}: ${count} ${count === 1 ? "row" : "rows"}: ${reason}: ${named}${more}`;
}
