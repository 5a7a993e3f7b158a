/** What plugins wrap around their words: where in their sources, which script they ran. */
const wrapping = [/sdk-v2\/\S+: sdk\.\w+: /g, /: provider=\S+/g, /: running "(?:[^"\\]|\\.)*":?/gs];

/** Lines of a message that mean something to a person: no wrapping, no stack. */
export function meaningfulLines(message: string): string[] {
  return wrapping
    .reduce((text, pattern) => text.replaceAll(pattern, ""), message)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("at "));
}

/** The words of an error that was thrown. */
export function messageOf(message: string): string {
  const lines = meaningfulLines(message);
  const own =
    lines.find((line) => /^(?:\w*Error|error): /.test(line)) ?? lines[0] ?? "an error without a message";
  return own.replace(/^(?:\w*Error|error): /, "");
}
