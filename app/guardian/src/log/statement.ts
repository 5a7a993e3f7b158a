/** Maximum number of statements examined in one text; more would be an attempt to hide one among them. */
const most = 1000;

/** Characters of a statement that determine its kind. */
const head = 400;

/** Tokens as in PostgreSQL's lexer: comments, strings, names, the start of a dollar-quoted string, single characters. */
const parts =
  /--[^\n]*|\/\*|e'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|\$((?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$|[\w\u0080-\uffff][\w$\u0080-\uffff]*|\s+|[\s\S]/gi;

/**
 * The statements in a text of SQL, each in upper case without comments, literals and extra spaces: `DROP TABLE "User"`
 * becomes `DROP TABLE "USER"`. For classification only, never to be run.
 */
export function statementsIn(sql: string): string[] {
  const found: string[] = [];
  let current = "";
  for (let index = 0; index < sql.length && found.length < most; ) {
    parts.lastIndex = index;
    const match = parts.exec(sql);
    const [part = ""] = match ?? [];
    index += part.length;
    if (part === ";") {
      found.push(current);
      current = "";
      continue;
    }
    const [shown, end] = shownAs(sql, part, match?.[1], index);
    index = end;
    if (current.length < head) current += shown;
  }
  found.push(current);
  return found.map((statement) => statement.trim().replace(/\s+/g, " ").toUpperCase()).filter(Boolean);
}

/** How a token is shown, and where the next one begins. */
function shownAs(sql: string, part: string, tag: string | undefined, index: number): [string, number] {
  if (part === "/*") return [" ", endOfComment(sql, index)];
  if (part.startsWith("--")) return [" ", index];
  if (/^e?'/i.test(part)) return ["''", index];
  if (tag === undefined) return [part, index];
  const end = sql.indexOf(part, index);
  return ["''", end === -1 ? sql.length : end + part.length];
}

/** Comments nest in PostgreSQL. */
function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  for (let depth = 1; depth > 0; ) {
    const match = mark.exec(sql);
    if (!match) return sql.length;
    depth += match[0] === "/*" ? 1 : -1;
  }
  return mark.lastIndex;
}
