/** The value of a JSON text, or undefined when it is none; for what other programs print. */
export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
