/** Headers of an answer by name in lower case, each with all its values. */
export function headersOf(answer: string): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  const [head = ""] = answer.replaceAll("\r", "").split("\n\n");
  for (const [, name = "", value = ""] of head.matchAll(/^([\w-]+): (.*)$/gm))
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value]);
  return headers;
}

/** Body of an answer that begins with its headers. */
export function bodyOf(answer: string): string {
  return answer.replaceAll("\r", "").split("\n\n").slice(1).join("\n\n");
}

/** Status of an answer; NaN when it has none. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/\S+ (\d+)/.exec(answer)?.[1]);
}
