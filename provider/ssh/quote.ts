/**
 * A file's path as the value of an option of OpenSSH (`-o IdentityFile=…`), which is read like a line of ssh_config: in double
 * quotes where it must be, and with `%` doubled, since such options expand it. A leading `~` stays the user's home.
 * @throws one sentence for what OpenSSH knows no quotes for
 */
export function optionPath(path: string): string {
  if (/\$\{|\p{Cc}/u.test(path))
    throw new Error(
      `OpenSSH cannot be given the path ${JSON.stringify(path)}, which holds '\${' or a control character; rename the file or its folder`,
    );
  const literal = path.replaceAll("%", "%%");
  // Unquoted where it can be: the options are part of a stack's state.
  return /[\s"'\\]|^[#=]/.test(literal) ? `"${literal.replaceAll(/["\\]/g, "\\$&")}"` : literal;
}

/** One word of a command, read alike by POSIX shells, fish and csh: a quote, `\` and csh's `!` stand outside of quotes. @throws when it has several lines, which csh cannot read */
export function anyShellWord(word: string): string {
  if (/[\0\n]/.test(word)) throw new Error("a word with several lines cannot be passed to every shell");
  if (/^[\w@%+:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll(/['\\!]+/g, (all) => `'${all.replaceAll(/./g, "\\$&")}'`)}'`;
}
