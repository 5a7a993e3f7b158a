/** A quoted name, or else a comment, a text or a text in dollars; a backslash escapes in texts that begin with E only. */
const quotedParts =
  /("(?:[^"]|"")*")|(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|\bE'(?:\\[\s\S]|''|[^'\\])*(?:'|$)|(?:\bU&)?'(?:[^']|'')*(?:'|$)|\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\3\$|$)/gi;

/** SQL without what is quoted in it: names stay; values of people, secrets and comments, which may hold either, do not. */
export function withoutLiterals(sql: string): string {
  return sql.replace(
    quotedParts,
    (_whole, name?: string, comment?: string) => name ?? (comment ? " " : "'…'"),
  );
}
