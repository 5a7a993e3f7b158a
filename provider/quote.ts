/** One word of a POSIX shell command, whatever it holds. @throws when it holds a NUL, which no argument can */
export function quote(word: string): string {
  if (word.includes("\0")) throw new Error("a NUL character cannot be passed to a host; remove it");
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
