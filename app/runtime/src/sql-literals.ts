/** A quoted name, or a comment, string or dollar-quoted string; a backslash escapes only in strings that begin with E. */
const quotedParts =
  /("(?:[^"]|"")*")|(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|\bE'(?:\\[\s\S]|''|[^'\\])*(?:'|$)|(?:\bU&)?'(?:[^']|'')*(?:'|$)|\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\3\$|$)/gi;

/** SQL without its literals: names stay; strings and comments, which may contain personal data or secrets, do not. */
export function withoutLiterals(sql: string): string {
  return sql.replace(
    quotedParts,
    (_whole, name?: string, comment?: string) => name ?? (comment ? " " : "'…'"),
  );
}
