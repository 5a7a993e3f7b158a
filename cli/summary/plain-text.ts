import { formatTable } from "../terminal/table.ts";
import { plain } from "./cell.ts";
import { type Report, type Section, shownColumns } from "./report.ts";

function section(all: Section): string {
  const { title, columns, rows, tone, cut = 0 } = shownColumns(all);
  const mark = tone === "danger" ? "!! " : "";
  const lines = formatTable([columns, ...rows.map((row) => row.map(plain))]).split("\n");
  const more = cut > 0 ? [`… and ${cut} more, left out for length`] : [];
  return [`${mark}${title} (${rows.length + cut})`, ...[...lines, ...more].map((line) => `  ${line}`)].join(
    "\n",
  );
}

/** The report for a terminal. */
export function plainText({ about, stack, headline, counts, sections, links }: Report): string {
  const title = `${about} ${plain([{ code: stack }])}: ${plain(headline)}`;
  return [`${title}\n${counts}`, ...sections.map(section), plain(links)]
    .filter((part) => part !== "")
    .join("\n\n");
}
