/**
 * A file's path as the value of an OpenSSH option (`-o IdentityFile=…`), which is parsed like a line of ssh_config: in double
 * quotes if needed, and with `%` doubled, because such options expand it. A leading `~` remains the user's home.
 * @throws for characters that OpenSSH cannot quote
 */
export function optionPath(path: string): string {
  if (/\$\{|\p{Cc}/u.test(path))
    throw new Error(
      `OpenSSH cannot use the path ${JSON.stringify(path)}, because it contains '\${' or a control character; rename the file or its folder`,
    );
  const literal = path.replaceAll("%", "%%");
  // Unquoted if possible: the options are part of a stack's state.
  return /[\s"'\\]|^[#=]/.test(literal) ? `"${literal.replaceAll(/["\\]/g, "\\$&")}"` : literal;
}

/** One word of a command that POSIX shells, fish and csh read alike: a quote, `\` and csh's `!` are outside the quotes. @throws for several lines, which csh cannot read */
export function anyShellWord(word: string): string {
  if (/[\0\n]/.test(word)) throw new Error("a word with several lines cannot be passed to every shell");
  if (/^[\w@%+:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll(/['\\!]+/g, (all) => `'${all.replaceAll(/./g, "\\$&")}'`)}'`;
}
