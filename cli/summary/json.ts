import { plain } from "./cell.ts";
import type { Report, Section } from "./report.ts";

function rows({ columns, rows: all }: Section) {
  return all.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, plain(row[index] ?? [])])),
  );
}

/** The report for programs: sections by name, each row by its columns. */
export function json({ about, stack, verdict, headline, totals, sections }: Report): string {
  const cut = Object.fromEntries(sections.flatMap((each) => (each.cut ? [[each.id, each.cut]] : [])));
  const found = Object.fromEntries(sections.map((each) => [each.id, rows(each)]));
  return JSON.stringify(
    {
      about: about.replace(/ (?:of|on)$/, "").toLowerCase(),
      stack,
      verdict,
      headline: plain(headline),
      totals,
      ...found,
      cut,
    },
    undefined,
    2,
  );
}
