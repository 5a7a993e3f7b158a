/** Quotes any text as one word of a POSIX shell command. @throws for a NUL character, which an argument cannot contain */
export function quote(word: string): string {
  if (word.includes("\0")) throw new Error("a NUL character cannot be passed to a host; remove it");
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
