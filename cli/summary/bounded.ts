import type { Report, Section } from "./report.ts";

/** Longest text in characters: GitHub refuses a comment of more than 65,536. */
export const longestComment = 60_000;

function halved(section: Section): Section {
  const kept = Math.floor(section.rows.length / 2);
  return {
    ...section,
    rows: section.rows.slice(0, kept),
    cut: (section.cut ?? 0) + section.rows.length - kept,
  };
}

/** Shortens the last section that still has rows; undefined when none has. */
function shortened(report: Report): Report | undefined {
  const last = report.sections.findLastIndex(({ rows }) => rows.length > 0);
  if (last < 0) return undefined;
  const sections = report.sections.map((section, index) => (index === last ? halved(section) : section));
  return { ...report, sections };
}

/** Renders a report within `longest` characters: rows go, from the end; titles, counts and totals stay. */
export function bounded(
  report: Report,
  render: (report: Report) => string,
  longest = longestComment,
): string {
  let current = report;
  let text = render(current);
  while (text.length > longest) {
    const next = shortened(current);
    if (!next) return text.slice(0, longest);
    current = next;
    text = render(current);
  }
  return text;
}
