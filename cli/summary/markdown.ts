import { type Cell, harmless, type Piece } from "./cell.ts";
import { type Report, type Section, shownColumns } from "./report.ts";

/** Characters of which GitHub makes something, in a text that is not code. */
const markup = /[\\`*_{}[\]()#+\-.!|~<>&:@"'$=^]/g;
/** Breaks what GitHub turns into a mention, a reference or a link, invisibly. */
const lineBreak = "\u200B";

function entities(text: string): string {
  return text.replace(/[^A-Za-z0-9 ]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** As HTML, in which GitHub still looks for addresses of mail. */
function codeElement(text: string): string {
  return `<code>${entities(text).replaceAll("&#64;", `&#64;${lineBreak}`)}</code>`;
}

/** Code, whatever it holds: with a fence longer than any in it; a table would cut it at a bar, so there it is HTML. */
function code(text: string): string {
  const one = harmless(text);
  if (one.includes("|")) return codeElement(one);
  const longest = Math.max(0, ...(one.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = /^[` ]|[` ]$/.test(one) ? " " : "";
  return `${fence}${padding}${one}${padding}${fence}`;
}

function prose(text: string): string {
  return harmless(text)
    .replace(markup, (character) => (/[<>&]/.test(character) ? entities(character) : `\\${character}`))
    .replace(/(\\[@#:])/g, `$1${lineBreak}`)
    .replace(/(www|GH)(?=\\[.-])/gi, `$1${lineBreak}`);
}

function render(piece: Piece): string {
  if (typeof piece === "string") return piece;
  if ("code" in piece) return code(piece.code);
  if ("prose" in piece) return prose(piece.prose);
  return `[${prose(piece.link)}](<${encodeURI(piece.to).replaceAll(/[<>]/g, "")}>)`;
}

function cell(pieces: Cell): string {
  return pieces.map(render).join("");
}

const alert = { danger: "> [!CAUTION]\n> ", warning: "> [!WARNING]\n> ", plain: "" };

function table(all: Section): string {
  const { columns, rows, cut = 0 } = shownColumns(all);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const more = cut > 0 ? ["", `_… and ${cut} more, left out for length._`] : [];
  const body = rows.map((row) => line(row.map(cell)));
  return [line(columns), line(columns.map(() => "---")), ...body, ...more].join("\n");
}

function section(each: Section): string {
  const count = each.rows.length + (each.cut ?? 0);
  const title = `${each.title} (${count})`;
  if (each.folded) return `<details><summary>${title}</summary>\n\n${table(each)}\n\n</details>`;
  if (each.tone === "plain") return `#### ${title}\n\n${table(each)}`;
  return `${alert[each.tone]}**${title}**\n\n${table(each)}`;
}

/** The report as GitHub's Markdown. Nothing that came from elsewhere can become markup, a mention or a link. */
export function markdown({ about, stack, headline, counts, sections, links }: Report): string {
  const title = `### ${about} ${code(stack)}: ${cell(headline)}`;
  return [title, counts, ...sections.map(section), cell(links)].filter((part) => part !== "").join("\n\n");
}
